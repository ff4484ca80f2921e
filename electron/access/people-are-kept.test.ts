import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSecretFile, writeSecretFile } from '../station/secret-file.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { People } from './people.ts';
import type { PeopleFile } from './people-file.ts';

let file: PeopleFile;
let logger: MemoryLogger;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'batchline-people-'));
  const name = join(folder, 'users.json');
  file = { name, read: () => readSecretFile(name), write: (text) => writeSecretFile(name, text) };
  logger = new MemoryLogger();
  return () => rm(folder, { recursive: true, force: true });
});

const open = (): People => People.open({ file, clock: new FakeClock(), logger });

/** Budi is a supervisor, Sari an operator. */
async function two(): Promise<People> {
  const people = open();
  await people.createFirst('Budi', '4711');
  await people.save({ name: 'Sari', role: 'operator', disabled: false, secret: '1234' });
  return people;
}

describe('the file', () => {
  it('holds everybody over a restart, for its owner only, and no PIN', async () => {
    await two();
    const again = open();
    expect(again.isEmpty).toBe(false);
    expect(await again.logIn('Sari', '1234')).toEqual({
      kind: 'in',
      person: { name: 'Sari', role: 'operator' },
    });
    expect(await again.logIn('Sari', '4711')).toEqual({ kind: 'refused' });
    expect((statSync(file.name).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(file.name, 'utf8')).not.toMatch(/4711|1234/);
    expect(open().list()).toMatchObject([
      { name: 'Budi', role: 'supervisor' },
      { name: 'Sari', role: 'operator', lastLoginAt: new FakeClock().now() },
    ]);
  });

  it.each([
    ['half a file', '{"format": 1, "peo'],
    ['a person without a hash', '{"format":1,"people":[{"name":"Budi","role":"supervisor"}]}'],
    ['another format', '{"format":2,"people":[]}'],
    ['nothing at all', ''],
  ])('that holds %s lets nobody in and is never written over', async (_what, broken) => {
    const people = await two();
    const good = readFileSync(file.name, 'utf8');
    writeFileSync(file.name, broken);
    const again = open();
    expect(again.fault).toMatchObject({ code: 'USERS_FILE_BAD' });
    expect(again.isEmpty, 'no invitation to name a first supervisor').toBe(false);
    const change = { name: 'Tono', role: 'supervisor', disabled: false, secret: '9999' } as const;
    for (const refused of [
      again.logIn('Budi', '4711'),
      again.createFirst('Tono', '9999'),
      again.save(change),
      again.remove('Sari'),
    ]) {
      await expect(refused).rejects.toMatchObject({ code: 'USERS_FILE_BAD' });
    }
    expect(readFileSync(file.name, 'utf8')).toBe(broken);
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);

    writeFileSync(file.name, good);
    expect(await again.logIn('Budi', '4711')).toMatchObject({ kind: 'in' });
    expect(people.list()).toHaveLength(2);
  });

  it('that cannot be written changes nothing, and a login is let in all the same', async () => {
    const people = await two();
    file.write = () => {
      throw new Error('no space left');
    };
    await expect(people.remove('Sari')).rejects.toThrow('no space left');
    expect(people.list()).toHaveLength(2);
    expect(await people.logIn('Sari', '1234')).toMatchObject({ kind: 'in' });
  });
});

describe('the last supervisor who can log in', () => {
  it.each<[string, (people: People) => Promise<void>]>([
    ['removed', (people) => people.remove('BUDI')],
    ['disabled', (people) => people.save({ name: 'Budi', role: 'supervisor', disabled: true })],
    ['made an operator', (people) => people.save({ name: 'budi', role: 'operator', disabled: false })],
  ])('cannot be %s, until there is another', async (_what, change) => {
    const people = await two();
    await expect(change(people)).rejects.toMatchObject({ code: 'LAST_SUPERVISOR' });
    expect(await people.logIn('Budi', '4711')).toMatchObject({ person: { role: 'supervisor' } });
    await people.save({ name: 'Sari', role: 'supervisor', disabled: true });
    await expect(change(people), 'one who is disabled is none').rejects.toMatchObject({
      code: 'LAST_SUPERVISOR',
    });
    await people.save({ name: 'Sari', role: 'supervisor', disabled: false });
    await change(people);
    expect(open().list()).toEqual(people.list());
  });

  it('is named once only', async () => {
    const people = open();
    expect(people.isEmpty).toBe(true);
    const named = await Promise.allSettled([
      people.createFirst('Budi', '4711'),
      people.createFirst('Tono', '1'),
    ]);
    expect(named.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(people.list()).toMatchObject([{ name: 'Budi' }]);
  });
});

describe('a person', () => {
  it('who is disabled is refused with the right PIN', async () => {
    const people = await two();
    await people.save({ name: 'Sari', role: 'operator', disabled: true });
    expect(await people.logIn('Sari', '1234')).toEqual({ kind: 'refused' });
  });

  it('who is new needs a PIN; one who is there keeps the present one', async () => {
    const people = await two();
    const change = { name: 'Tono', role: 'viewer', disabled: false } as const;
    await expect(people.save(change)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await people.save({ ...change, name: 'sari' });
    expect(people.list()).toHaveLength(2);
    expect(await people.logIn('Sari', '1234')).toMatchObject({ person: { role: 'viewer' } });
  });

  it('who is taken out in the middle of a login does not get in', async () => {
    const people = await two();
    const login = people.logIn('Sari', '1234');
    await people.remove('Sari');
    expect(await login).toEqual({ kind: 'refused' });
    await expect(people.remove('Sari')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
