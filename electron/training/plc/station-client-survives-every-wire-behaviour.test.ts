import { afterEach, beforeEach, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import { FinsClient } from '../../plc/fins/fins-client.ts';
import { shippedProfile } from '../../plc/memory-map/load-profile.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { systemClock } from '../../testing/system-clock.ts';
import { openPlcControl, type PlcControlRoom } from './plc-control.ts';
import { TrainingPlc } from './training-plc.ts';

const ADDRESS = wordAddress(100);
const TIMEOUT_MS = 250;

let plc: TrainingPlc;
let room: PlcControlRoom;
let client: FinsClient;

beforeEach(async () => {
  const ports = { clock: systemClock, logger: new MemoryLogger() };
  plc = await TrainingPlc.start(
    { node: 10, profile: shippedProfile('ten-slot'), speed: 'instant', seed: 5 },
    ports,
  );
  room = openPlcControl(plc, ports);
  client = await FinsClient.open(
    {
      host: '127.0.0.1',
      port: plc.port,
      plcNode: 10,
      clientNode: 20,
      allowOnlyLoopback: true,
      readTimeoutMs: TIMEOUT_MS,
    },
    { ...ports, random: () => 0.5 },
  );
  plc.memory.write(ADDRESS, [1, 0x86a0]);
});

afterEach(async () => {
  await client.close();
  await room[Symbol.asyncDispose]();
  await plc.stop();
});

// Each fault hits one request; the client is to give the right words all the same, and to have counted it.
it.each([
  ['drop', { what: 'request' }, 'timeouts'],
  ['drop', { what: 'reply' }, 'timeouts'],
  ['delay', { ms: TIMEOUT_MS + 100 }, 'timeouts'],
  ['duplicate', { copies: 3 }, 'duplicate'],
  ['truncate', { bytes: 1 }, 'malformed'],
  ['corrupt', { part: 'command' }, 'foreign'],
  ['wrong-sid', {}, 'foreign'],
  ['foreign-reply', { kind: 'addresses' }, 'foreign'],
  ['foreign-reply', { kind: 'other-client-data' }, 'foreign'],
  ['foreign-reply', { kind: 'other-client-data', when: 'instead' }, 'timeouts'],
  ['end-code', { endCode: '0205' }, 'endCodeErrors'],
] as const)('%s %j: the right words, and the fault is counted', async (name, parameters, counter) => {
  const switchOn = { name, parameters: { ...parameters, requests: 'reads', times: 1 } };
  await room.desk.client.request('switch-on', switchOn);
  for (let read = 0; read < 3; read += 1) {
    expect(await client.readWords(ADDRESS, 2)).toMatchObject({ kind: 'ok', value: [1, 0x86a0] });
  }
  const states = await room.desk.client.request('list-behaviours', {});
  expect(states.find((state) => state.name === name)).toMatchObject({ on: false, happened: 1 });
  expect(client.statistics()[counter]).toBeGreaterThan(0);
});
