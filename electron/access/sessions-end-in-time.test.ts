import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { fingerprint } from './random-key.ts';
import { MAX_SESSIONS, SESSION_LIFETIME_MS, SessionBook } from './session-book.ts';

const BUDI = { name: 'Budi', role: 'supervisor' } as const;
const SARI = { name: 'Sari', role: 'operator' } as const;
const MINUTE_MS = 60_000;

let clock: FakeClock;
let book: SessionBook;
let lockMs: number;
let ended: (readonly [string, string | null])[];
beforeEach(() => {
  clock = new FakeClock();
  lockMs = 15 * MINUTE_MS;
  ended = [];
  book = new SessionBook({ clock, logger: new MemoryLogger(), controlLockMs: () => lockMs });
  book.onEnd((key, next) => ended.push([key, next]));
  return () => {
    book[Symbol.dispose]();
    expect(clock.pending, 'timers left').toBe(0);
  };
});

describe('control', () => {
  it('locks after the idle time; the view stays', async () => {
    const id = book.open('link', BUDI);
    expect(book.find(id)).toEqual({ user: BUDI, locksAt: clock.now() + lockMs });
    await clock.advance(lockMs - 1);
    expect(book.find(id)?.user).toEqual(BUDI);
    await clock.advance(1);
    expect(book.find(id)).toEqual({ user: null, locksAt: null });
    expect(ended).toEqual([]);
  });

  it('stays as long as something is done, and looking is not doing', async () => {
    const id = book.open('link', BUDI);
    await clock.advance(14 * MINUTE_MS);
    book.note(id);
    await clock.advance(14 * MINUTE_MS);
    expect(book.find(id)?.user).toEqual(BUDI);
    await clock.advance(MINUTE_MS);
    expect(book.find(id)?.user).toBeNull();
    book.note(id);
    expect(book.find(id)?.user, 'what is locked stays locked').toBeNull();
  });

  it('follows the setting while it runs', async () => {
    const id = book.open('window', BUDI);
    await clock.advance(2 * MINUTE_MS);
    lockMs = MINUTE_MS;
    expect(book.find(id)?.user).toBeNull();
  });

  it('ends for everybody of that name when the person is changed, but for the seat that is excepted', () => {
    const [own, other, sari] = [book.open('link', BUDI), book.open('link', BUDI), book.open('link', SARI)];
    book.dropControl('budi', own);
    expect([own, other, sari].map((id) => book.find(id)?.user ?? null)).toEqual([BUDI, null, SARI]);
  });
});

describe('a session', () => {
  it('is over after twelve hours, however much is done, and tells it by itself', async () => {
    const id = book.open('link', BUDI);
    for (let hour = 0; hour < 12 * 6; hour += 1) {
      expect(book.find(id)?.user).toEqual(BUDI);
      book.note(id);
      await clock.advance(10 * MINUTE_MS);
    }
    expect(ended).toEqual([[fingerprint(id), null]]);
    expect(book.find(id)).toBeNull();
  });

  it('of a window goes on for ever, but its control does not', async () => {
    lockMs = 24 * 60 * MINUTE_MS;
    const id = book.open('window', BUDI);
    await clock.advance(SESSION_LIFETIME_MS);
    expect(book.find(id)).toEqual({ user: null, locksAt: null });
    await clock.advance(SESSION_LIFETIME_MS * 10);
    expect(book.find(id)).toEqual({ user: null, locksAt: null });
  });

  it('gets a new id with a login: who knew the old one has nothing', () => {
    const before = book.open('link', null);
    const after = book.logIn(before, BUDI);
    expect(after).not.toBe(before);
    expect(after).toMatch(/^[\w-]{43}$/);
    expect(book.find(before)).toBeNull();
    expect(book.find(after)?.user).toEqual(BUDI);
    expect(ended).toEqual([[fingerprint(before), fingerprint(after)]]);
  });

  it('is a view again after a logout where it came from a link or is a window, and over where only a PIN gave it', () => {
    for (const origin of ['link', 'window'] as const) {
      const view = book.logOut(book.logIn(book.open(origin, null), BUDI)) ?? '';
      expect(book.find(view)).toEqual({ user: null, locksAt: null });
    }
    const id = book.logIn(null, BUDI);
    expect(book.logOut(id)).toBeNull();
    expect(book.find(id)).toBeNull();
    expect(ended.at(-1)).toEqual([fingerprint(id), null]);
  });

  it('cannot be guessed from what is kept: only the id itself opens it', () => {
    const id = book.open('link', BUDI);
    expect(book.find(fingerprint(id))).toBeNull();
    expect(book.find('')).toBeNull();
  });
});

describe('at the limit', () => {
  it('the viewer goes who has been quiet for longest', async () => {
    const first = book.open('link', null);
    const second = book.open('link', null);
    await clock.advance(1);
    book.note(first);
    for (let count = 2; count < MAX_SESSIONS; count += 1) book.open('link', BUDI);
    book.open('link', null);
    expect([book.find(first), book.find(second)]).toEqual([{ user: null, locksAt: null }, null]);
  });

  it('nobody who has control is thrown out: the new one is refused, a login in a session there is not', () => {
    const ids = Array.from({ length: MAX_SESSIONS }, () => book.open('link', BUDI));
    expect(() => book.open('link', null)).toThrow('logged in already');
    expect(() => book.logIn(null, SARI)).toThrow('logged in already');
    const next = book.logIn(ids[0] ?? '', SARI);
    expect(book.find(next)?.user).toEqual(SARI);
    expect(ids.slice(1).every((id) => book.find(id)?.user === BUDI)).toBe(true);
  });
});
