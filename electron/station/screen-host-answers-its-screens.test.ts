import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostMessage } from '../../shared/contract/bridge.ts';
import type { PlantSummary } from './plant-watch.ts';
import { ScreenHost } from './screen-host.ts';

const STARTING_MS = 60_000;
const dataDir = mkdtempSync(join(tmpdir(), 'batchline-screens-'));
const messages: HostMessage[] = [];
const summaries: PlantSummary[] = [];
let told: () => void = () => undefined;
let host: ScreenHost;

/** Waits until what the station has told fits. */
async function until(fits: () => boolean): Promise<void> {
  while (!fits()) {
    const { promise, resolve } = Promise.withResolvers<void>();
    told = resolve;
    await promise;
  }
}

beforeAll(async () => {
  host = await ScreenHost.open(
    // No orders are fetched: this test is about screens.
    { dataDir, httpPort: null, env: { TRAINING_SPEED: 'instant', ENABLE_AUTO_SYNC: 'false' } },
    {
      onMessage(message) {
        messages.push(message);
        told();
      },
      onSummary(summary) {
        summaries.push(summary);
        told();
      },
    },
  );
}, STARTING_MS);

afterAll(async () => {
  await host.close();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

function call(screen: number, kind: string, name: string, body: object): ReturnType<ScreenHost['answer']> {
  return host.answer(screen, { kind, name, body });
}

test('a screen may look without a login', async () => {
  expect(await call(1, 'query', 'health', {})).toMatchObject({ ok: true, data: { mode: 'training' } });
  expect(await call(1, 'host', 'session', { input: {} })).toMatchObject({
    ok: true,
    data: { access: 'view', user: null, host: 'electron' },
  });
});

test('a command needs a role, which the station checks; a login counts for one screen alone', async () => {
  const command = { input: { enabled: false }, reason: 'a test of roles' };
  expect(await call(1, 'command', 'setScheduler', command)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
  const session = await call(1, 'host', 'session', { input: {} });
  const accounts = session.ok ? Object(session.data).training_accounts : [];
  const supervisor = accounts.find(({ role }: { role: string }) => role === 'supervisor');
  const given = { input: { name: supervisor.name, secret: supervisor.secret } };
  expect(await call(1, 'host', 'login', given)).toMatchObject({ ok: true, data: { access: 'control' } });
  expect(await call(1, 'command', 'setScheduler', command)).toMatchObject({ ok: true });
  expect(await call(2, 'command', 'setScheduler', command)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
});

test('the session of a closed screen is over: its number begins anew', async () => {
  expect(await call(1, 'host', 'session', { input: {} })).toMatchObject({ data: { access: 'control' } });
  host.forget(1);
  expect(await call(1, 'host', 'session', { input: {} })).toMatchObject({ data: { access: 'view' } });
});

test.each([
  ['nothing', undefined],
  ['another kind', { kind: 'delete', name: 'health', body: {} }],
  ['a name of JavaScript', { kind: 'query', name: 'constructor', body: {} }],
  ['a command asked as a query', { kind: 'query', name: 'startOver', body: {} }],
  ['more than there is', { kind: 'query', name: 'health', body: {}, role: 'supervisor' }],
  ['a role in the body', { kind: 'query', name: 'health', body: { role: 'supervisor' } }],
  ['input that does not fit', { kind: 'query', name: 'historyOf', body: { input: { mo_id: 7 } } }],
])('%s is refused in words, not by an exception', async (_what, given) => {
  const answer = await host.answer(1, given);
  expect(answer).toMatchObject({ ok: false, code: expect.stringMatching(/^(?:BAD_REQUEST|NOT_FOUND)$/) });
});

test('screens hear a beat, and what happens', async () => {
  await until(() => messages.some(({ kind }) => kind === 'beat'));
  host.alarmFault('a listener threw');
  await until(() =>
    messages.some((message) => message.kind === 'event' && Object(message.event).kind === 'alarm-raised'),
  );
  await until(() => summaries.some(({ alarms, worst }) => alarms > 0 && worst !== null));
  expect(await call(1, 'query', 'alarms', {})).toMatchObject({
    data: { alarms: [expect.objectContaining({ code: 'INTERNAL', message: 'a listener threw' })] },
  });
  expect(summaries.at(-1)?.batches).toBe(0);
});

test('after a sleep every task has run', async () => {
  await host.wake();
  const answer = await call(1, 'query', 'tasks', {});
  const tasks: { runs: number }[] = answer.ok ? Object(answer.data).tasks : [];
  expect(tasks.map(({ runs }) => runs > 0)).toEqual(tasks.map(() => true));
  expect(tasks.length).toBeGreaterThanOrEqual(7);
});
