import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { switchable } from './behaviour.ts';
import { BehaviourBoard } from './behaviour-board.ts';
import { ODOO_CONTROL, type OdooControl } from './contract.ts';
import { ControlDesk, MAX_WAITING_REQUESTS } from './control-desk.ts';
import { ControlHttpDoor, MAX_BODY_BYTES } from './http-door.ts';

/** The host of these tests: remembers what is done to it. */
interface Story {
  readonly lines: string[];
  /** What starting and ending wait for. */
  gate: Promise<void>;
  /** Says that the run which started last is through. */
  finish: () => void;
}

const TOKEN = 'a-token-of-more-than-thirty-two-characters';
const TEXT = { id: 'kata', en: 'words' };

function stories(name: string, failing: { undo: boolean } = { undo: false }) {
  return switchable<Story, z.ZodObject<{ level: z.ZodDefault<z.ZodInt> }>>({
    name,
    title: TEXT,
    description: TEXT,
    parameters: z.strictObject({ level: z.int().default(1) }),
    parameterTexts: { level: TEXT },
    start: async ({ level }, story, run) => {
      await story.gate;
      if (level < 0) throw new AppError('BAD_REQUEST', 'not on this host');
      story.lines.push(`${name} on ${level}`);
      story.finish = () => run.finish();
      if (level === 0) run.finish();
      return () => {
        if (failing.undo) throw new AppError('TRAINING_PORT_IN_USE', 'somebody is there');
        story.lines.push(`${name} off`);
      };
    },
  });
}

let story: Story;
let failing: { undo: boolean };
let logger: MemoryLogger;
let board: BehaviourBoard<Story>;
let desk: ControlDesk<OdooControl>;

beforeEach(() => {
  story = { lines: [], gate: Promise.resolve(), finish: () => expect.unreachable('nothing runs') };
  failing = { undo: false };
  logger = new MemoryLogger();
  const ports = { clock: new FakeClock(), logger };
  board = new BehaviourBoard([stories('rain'), stories('wind', failing)], story, 1, ports);
  desk = new ControlDesk(ODOO_CONTROL, {
    'list-behaviours': () => board.list(),
    'switch-on': ({ name, parameters }) => board.switchOn(name, parameters),
    'switch-off': ({ name }) => board.switchOff(name),
    'all-off': () => board.allOff(),
    counters: () => ({ calls: 1, orders: 2, failures: 3, sessions: 4 }),
    books: ({ limit }) => ({ states: { confirmed: limit }, failures: 0, last: [] }),
  });
});

describe('the board', () => {
  it('lists every behaviour with its words, schema and state', () => {
    expect(board.list()).toEqual(
      ['rain', 'wind'].map((name) => ({
        name,
        title: TEXT,
        description: TEXT,
        parameterSchema: expect.objectContaining({
          type: 'object',
          properties: { level: expect.objectContaining({ default: 1, type: 'integer' }) },
          additionalProperties: false,
        }),
        parameterTexts: { level: TEXT },
        on: false,
        parameters: null,
        since: null,
        happened: 0,
      })),
    );
  });

  it('switches on with defaults, anew with other parameters, off, and off again', async () => {
    expect(await board.switchOn('rain', {})).toMatchObject({ on: true, parameters: { level: 1 } });
    expect(await board.switchOn('rain', { level: 5 })).toMatchObject({ parameters: { level: 5 } });
    await board.switchOff('rain');
    await board.switchOff('rain');
    expect(story.lines).toEqual(['rain on 1', 'rain off', 'rain on 5', 'rain off']);
  });

  it('makes one change after the other, in the order in which they were asked for', async () => {
    const gate = Promise.withResolvers<void>();
    story.gate = gate.promise;
    const changes = [board.switchOn('rain', {}), board.switchOn('wind', {}), board.allOff()];
    expect(story.lines).toEqual([]);
    gate.resolve();
    await Promise.all(changes);
    expect(story.lines).toEqual(['rain on 1', 'wind on 1', 'rain off', 'wind off']);
  });

  it('ends a behaviour that says it is through, but not a later run of it', async () => {
    await board.switchOn('rain', { level: 0 });
    await board.switchOn('rain', { level: 1 });
    const finishFirst = story.finish;
    await board.switchOn('rain', { level: 2 });
    finishFirst();
    await board.switchOff('wind');
    expect(board.list()[0]).toMatchObject({ on: true, parameters: { level: 2 } });
    story.finish();
    await board.switchOff('wind');
    expect(board.list()[0]).toMatchObject({ on: false });
    expect(story.lines).toEqual([0, 1, 2].flatMap((level) => [`rain on ${level}`, 'rain off']));
  });

  it('a behaviour that cannot start is off; the next change is made', async () => {
    await expect(board.switchOn('rain', { level: -1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(board.list()[0]).toMatchObject({ on: false });
    expect(await board.switchOn('rain', {})).toMatchObject({ on: true });
  });

  it('bad parameters leave a running behaviour as it is', async () => {
    await board.switchOn('rain', { level: 3 });
    await expect(board.switchOn('rain', { level: 1.5 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(board.switchOn('rain', { levl: 1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(board.list()[0]).toMatchObject({ on: true, parameters: { level: 3 } });
    expect(story.lines).toEqual(['rain on 3']);
  });

  it('a behaviour that cannot be ended stays on, and can be ended later', async () => {
    await board.switchOn('wind', {});
    failing.undo = true;
    await expect(board.switchOff('wind')).rejects.toMatchObject({ code: 'TRAINING_PORT_IN_USE' });
    expect(board.list()[1]).toMatchObject({ on: true });
    failing.undo = false;
    expect(await board.switchOff('wind')).toMatchObject({ on: false });
  });
});

describe('the desk', () => {
  it.each([
    ['an unknown action', 'explode', {}, 'NOT_FOUND'],
    ['a name of every object', 'toString', {}, 'NOT_FOUND'],
    ['an unknown behaviour', 'switch-on', { name: 'snow' }, 'NOT_FOUND'],
    ['no name', 'switch-on', {}, 'BAD_REQUEST'],
    ['a key too many', 'switch-off', { name: 'rain', now: true }, 'BAD_REQUEST'],
    ['parameters that are no object', 'switch-on', { name: 'rain', parameters: [] }, 'BAD_REQUEST'],
    ['parameters that do not fit', 'switch-on', { name: 'rain', parameters: { level: 'x' } }, 'BAD_REQUEST'],
    ['no input at all', 'books', undefined, 'BAD_REQUEST'],
    ['a limit beyond the limit', 'books', { limit: 1_001 }, 'BAD_REQUEST'],
  ])('refuses %s', async (_what, action, input, code) => {
    expect(await desk.answer(action, input)).toMatchObject({ ok: false, code });
    expect(story.lines).toEqual([]);
  });

  it('its client throws the code, and fills in defaults', async () => {
    await expect(desk.client.request('switch-off', { name: 'snow' })).rejects.toBeInstanceOf(AppError);
    await expect(desk.client.request('switch-off', { name: 'snow' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(desk.client.request('books', { limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await desk.client.request('books', {})).toMatchObject({ states: { confirmed: 100 } });
  });

  it('refuses more than it lets wait', async () => {
    const gate = Promise.withResolvers<void>();
    story.gate = gate.promise;
    const waiting = Array.from({ length: MAX_WAITING_REQUESTS }, () =>
      desk.answer('switch-on', { name: 'rain' }),
    );
    expect(await desk.answer('counters', {})).toMatchObject({ ok: false, code: 'RATE_LIMITED' });
    gate.resolve();
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
    expect(await desk.answer('counters', {})).toMatchObject({ ok: true });
  });
});

describe('the HTTP door', () => {
  let door: ControlHttpDoor;
  const json = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };

  beforeEach(async () => {
    door = await ControlHttpDoor.open(desk, TOKEN, logger);
  });

  afterEach(async () => {
    await door.close();
    await door.close();
  });

  async function post(
    path: string,
    body: string,
    headers: Record<string, string> = json,
    method = 'POST',
  ): Promise<{ status: number; body: unknown }> {
    const sent = { method, headers, ...(method === 'GET' ? {} : { body }) };
    const response = await fetch(`http://127.0.0.1:${door.port}${path}`, sent);
    return { status: response.status, body: await response.json() };
  }

  it('does what is asked', async () => {
    expect(await post('/control/switch-on', '{"name":"rain","parameters":{"level":4}}')).toMatchObject({
      status: 200,
      body: { ok: true, data: { name: 'rain', on: true, parameters: { level: 4 } } },
    });
    expect(await post('/control/all-off', '{}')).toMatchObject({ status: 200 });
    expect(story.lines).toEqual(['rain on 4', 'rain off']);
  });

  it.each([
    ['no token', {}],
    ['another token', { authorization: `Bearer ${TOKEN.replace('a', 'b')}` }],
    ['a part of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['the bare token', { authorization: TOKEN }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
  ])('does nothing for a caller with %s', async (_what, headers) => {
    const answer = await post('/control/switch-on', '{"name":"rain"}', {
      'content-type': 'application/json',
      ...headers,
    });
    expect(answer).toMatchObject({ status: 401, body: { ok: false, code: 'UNAUTHORISED' } });
    expect(story.lines).toEqual([]);
  });

  it.each([
    ['a body that is no JSON', '/control/switch-on', '{', json, 'POST', 400, 'BAD_REQUEST'],
    ['parameters that do not fit', '/control/books', '{"limit":"x"}', json, 'POST', 400, 'BAD_REQUEST'],
    ['another method', '/control/all-off', '', json, 'GET', 400, 'BAD_REQUEST'],
    ['another path', '/all-off', '{}', json, 'POST', 404, 'NOT_FOUND'],
    ['an unknown action', '/control/explode', '{}', json, 'POST', 404, 'NOT_FOUND'],
    [
      'a form',
      '/control/all-off',
      '{}',
      { ...json, 'content-type': 'text/plain' },
      'POST',
      400,
      'BAD_REQUEST',
    ],
    [
      'a body that is too long',
      '/control/all-off',
      `"${'x'.repeat(MAX_BODY_BYTES)}"`,
      json,
      'POST',
      400,
      'BAD_REQUEST',
    ],
  ])('refuses %s', async (_what, path, body, headers, method, status, code) => {
    expect(await post(path, body, headers, method)).toMatchObject({ status, body: { ok: false, code } });
    expect(story.lines).toEqual([]);
  });

  it('listens on 127.0.0.1 and on no other address', async () => {
    const elsewhere = fetch(`http://127.0.0.2:${door.port}/control/counters`, { method: 'POST' });
    await expect(elsewhere).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('outlives a caller that goes away in the middle of its request', async () => {
    const caller = httpRequest({
      port: door.port,
      host: '127.0.0.1',
      path: '/control/all-off',
      method: 'POST',
      headers: { ...json, 'content-length': 100 },
    });
    caller.on('error', (error) => expect(error).toBeInstanceOf(Error));
    caller.write('{');
    await once(caller, 'socket');
    const closed = new Promise((resolve) => caller.once('close', resolve));
    caller.destroy();
    await closed;
    expect(await post('/control/all-off', '{}')).toMatchObject({ status: 200 });
  });
});
