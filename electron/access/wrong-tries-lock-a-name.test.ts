import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { LoginGuard, TRIES_BEFORE_LOCK } from './login-guard.ts';
import { People } from './people.ts';
import { MemoryFile } from './testing/memory-file.ts';

const MINUTE_MS = 60_000;

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});

describe('the count', () => {
  it('locks with the fifth wrong try, for a minute, then for twice as long, up to 15 minutes', async () => {
    const guard = new LoginGuard(clock);
    for (let tries = 1; tries < TRIES_BEFORE_LOCK; tries += 1) guard.count('Budi', true);
    expect(guard.lockedUntil('Budi')).toBeNull();
    for (const minutes of [1, 2, 4, 8, 15, 15]) {
      guard.count('Budi', true);
      expect(guard.lockedUntil('Budi')).toBe(clock.now() + minutes * MINUTE_MS);
      await clock.advance(minutes * MINUTE_MS - 1);
      expect(guard.lockedUntil('Budi'), 'one millisecond before').not.toBeNull();
      await clock.advance(1);
      expect(guard.lockedUntil('Budi')).toBeNull();
    }
  });

  it('is one for all spellings of a name, and each name has its own', () => {
    const guard = new LoginGuard(clock);
    for (const name of ['budi', 'BUDI', ' Budi ', 'Budi', 'bUDI']) guard.count(name, true);
    expect(guard.lockedUntil('Budi')).not.toBeNull();
    expect(guard.lockedUntil('Sari')).toBeNull();
  });

  it('begins anew after a right one', () => {
    const guard = new LoginGuard(clock);
    for (let tries = 1; tries < TRIES_BEFORE_LOCK; tries += 1) guard.count('Budi', true);
    guard.clear('Budi');
    guard.count('Budi', true);
    expect(guard.lockedUntil('Budi')).toBeNull();
  });

  it('remembers 1000 names that nobody has, and for their sake forgets none that somebody has', () => {
    const guard = new LoginGuard(clock);
    const lock = (name: string, isKnown: boolean): void => {
      for (let tries = 0; tries < TRIES_BEFORE_LOCK; tries += 1) guard.count(name, isKnown);
    };
    lock('Budi', true);
    for (let number = 0; number <= 1_000; number += 1) lock(`nobody ${number}`, false);
    expect(guard.lockedUntil('Budi')).not.toBeNull();
    expect(guard.lockedUntil('nobody 0')).toBeNull();
    expect(guard.lockedUntil('nobody 1')).not.toBeNull();
  });
});

describe('a login', () => {
  let people: People;
  beforeEach(async () => {
    people = People.open({ file: new MemoryFile(), clock, logger: new MemoryLogger() });
    await people.createFirst('Budi', '4711');
  });

  it('with the right PIN is refused while the name is locked, and is let in afterwards', async () => {
    for (let tries = 1; tries < TRIES_BEFORE_LOCK; tries += 1) {
      expect(await people.logIn('Budi', '0000')).toEqual({ kind: 'refused' });
    }
    const locked = { kind: 'locked', until: clock.now() + MINUTE_MS };
    expect(await people.logIn('Budi', '0000')).toEqual(locked);
    expect(await people.logIn('Budi', '4711')).toEqual(locked);
    await clock.advance(MINUTE_MS);
    expect(await people.logIn('budi', '4711')).toMatchObject({ kind: 'in', person: { name: 'Budi' } });
  });

  it('sent many times at once has no more tries than one after the other', async () => {
    const pins = Array.from({ length: 12 }, (_, number) => `000${number}`);
    const outcomes = await Promise.all([...pins, '4711'].map((pin) => people.logIn('Budi', pin)));
    expect(outcomes.filter(({ kind }) => kind === 'in')).toEqual([]);
    expect(outcomes.filter(({ kind }) => kind === 'locked').length).toBeGreaterThanOrEqual(13 - 5);
  });

  it('with a name that nobody has is refused and locked just like one that somebody has', async () => {
    for (let tries = 1; tries < TRIES_BEFORE_LOCK; tries += 1) {
      expect(await people.logIn('Nobody', '4711')).toEqual({ kind: 'refused' });
    }
    expect(await people.logIn('Nobody', '4711')).toMatchObject({ kind: 'locked' });
  });

  it('with a name that nobody has costs a whole hash too', async () => {
    const taken = async (name: string): Promise<number> => {
      const before = performance.now();
      await people.logIn(name, '0000');
      return performance.now() - before;
    };
    const known = [await taken('Budi'), await taken('Budi'), await taken('Budi')];
    const unknown = [await taken('Nobody'), await taken('Somebody'), await taken('Anybody')];
    // A try without a hash takes a thousandth of it.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 10);
  });

  it('is let in at once when a supervisor has given the person a new PIN', async () => {
    for (let tries = 0; tries < TRIES_BEFORE_LOCK; tries += 1) await people.logIn('Budi', '0000');
    expect(people.lockedUntil('Budi')).not.toBeNull();
    await people.save({ name: 'Budi', role: 'supervisor', disabled: false, secret: '1234' });
    expect(await people.logIn('Budi', '4711')).toEqual({ kind: 'refused' });
    expect(await people.logIn('Budi', '1234')).toMatchObject({ kind: 'in' });
  });
});
