import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { People } from '../../access/people.ts';
import { SessionBook } from '../../access/session-book.ts';
import { MemoryFile } from '../../access/testing/memory-file.ts';
import { AuditRepository } from '../../store/audit-repository.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '../../testing/postgres.ts';
import { AccessLog } from './access-log.ts';
import { createHostCalls, type HostCalls } from './host-calls.ts';
import type { ScreenSeat } from './seat.ts';

let postgres: TestPostgres;
let database: TestDatabase;
let logger: MemoryLogger;
let log: AccessLog;
let calls: HostCalls;
let sessions: SessionBook;
let seat: ScreenSeat;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  database = await postgres.newDatabase();
  const clock = new FakeClock();
  logger = new MemoryLogger();
  const people = People.open({ file: new MemoryFile(), clock, logger });
  sessions = new SessionBook({ clock, logger, controlLockMs: () => 60_000 });
  const newId = () => crypto.randomUUID();
  log = new AccessLog({ audit: new AuditRepository(database.db), clock, newId, logger });
  calls = createHostCalls({
    people,
    sessions,
    log,
    training: null,
    about: () => Promise.reject(new Error('nobody asks here')),
    clock,
    host: 'electron',
    mode: 'production',
    timeZone: 'Asia/Jakarta',
    version: '1',
  });
  seat = { kind: 'screen', sessionId: sessions.open('window', null), station: 'control-room' };
  return async () => {
    sessions[Symbol.dispose]();
    await log.close();
    await database.close();
  };
});

const ask = (name: Parameters<HostCalls['call']>[0], input: unknown = {}): Promise<unknown> =>
  calls.call(name, input, seat);

it('who came, who went, and who changed whom is in the audit, without any PIN', async () => {
  await ask('createFirstSupervisor', { name: 'Budi', secret: '4711-4711' });
  await ask('saveUser', { name: 'Sari', role: 'operator', secret: '1234-1234' });
  await ask('saveUser', { name: 'Sari', role: 'viewer' });
  await expect(ask('removeUser', { name: 'Budi' })).rejects.toMatchObject({ code: 'LAST_SUPERVISOR' });
  await ask('removeUser', { name: 'Sari' });
  await ask('logout');
  await expect(ask('login', { name: 'Budi', secret: '0000-0000' })).rejects.toMatchObject({
    code: 'LOGIN_REFUSED',
  });
  await ask('login', { name: 'budi', secret: '4711-4711' });
  await log.settled();

  const { entries } = await new AuditRepository(database.db).list({ limit: 50, offset: 0 });
  const told = entries.map(({ actor, command, outcome, code }) => `${actor} ${command} ${outcome} ${code}`);
  expect(told.toSorted()).toEqual(
    [
      'Budi createFirstSupervisor done null',
      'Budi saveUser done null',
      'Budi saveUser done null',
      'Budi removeUser refused LAST_SUPERVISOR',
      'Budi removeUser done null',
      'Budi logout done null',
      'Budi login refused LOGIN_REFUSED',
      'Budi login done null',
    ].toSorted(),
  );
  expect(entries.every(({ station }) => station === 'control-room')).toBe(true);
  expect(entries).toContainEqual(
    expect.objectContaining({
      input: { name: 'Sari' },
      before: { role: 'operator', disabled: false },
      after: { role: 'viewer', disabled: false, new_secret: false },
    }),
  );
  expect(JSON.stringify([entries, logger.lines])).not.toMatch(/4711-4711|1234-1234|0000-0000/);
});

it('with the database away a login works at once, and its row is in the log', async () => {
  await ask('createFirstSupervisor', { name: 'Budi', secret: '4711' });
  await log.settled();
  await ask('logout');
  await log.settled();
  await database.db.destroy();
  expect(await ask('login', { name: 'Budi', secret: '4711' })).toMatchObject({ access: 'control' });
  await log.settled();
  const lost = logger.lines.filter(({ message }) => message.startsWith('not in the audit'));
  expect(lost).toHaveLength(1);
  expect(lost[0]?.message).toMatch(/"actor":"Budi".*"command":"login"/);
});

it('a person who is changed loses control everywhere, but keeps it for a new PIN of one’s own', async () => {
  await ask('createFirstSupervisor', { name: 'Budi', secret: '4711' });
  await ask('saveUser', { name: 'Sari', role: 'supervisor', secret: '1234' });
  const other: ScreenSeat = { kind: 'screen', sessionId: null, station: 'office' };
  await calls.call('login', { name: 'Sari', secret: '1234' }, other);
  await ask('saveUser', { name: 'Sari', role: 'operator' });
  expect(calls.caller(other, null)).toMatchObject({ role: 'viewer' });
  await expect(calls.call('users', {}, other)).rejects.toMatchObject({ code: 'FORBIDDEN' });

  await ask('saveUser', { name: 'Budi', role: 'supervisor', secret: '4712' });
  expect(calls.caller(seat, null)).toMatchObject({ actor: 'Budi', role: 'supervisor' });
});

it('the first supervisor is named from a seat that may look, and from no other', async () => {
  const stranger: ScreenSeat = { kind: 'screen', sessionId: null, station: 'office' };
  const person = { name: 'Budi', secret: '4711' };
  await expect(calls.call('createFirstSupervisor', person, stranger)).rejects.toMatchObject({
    code: 'UNAUTHORISED',
  });
  expect(await ask('session')).toMatchObject({ access: 'view', first_start: true, training_accounts: [] });
  expect(await ask('createFirstSupervisor', person)).toMatchObject({ access: 'control', first_start: false });
  await expect(ask('createFirstSupervisor', person)).rejects.toMatchObject({ code: 'COMMAND_NOT_NOW' });
});
