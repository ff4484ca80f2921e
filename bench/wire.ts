import type { BatchPlan } from '../electron/domain/batch.ts';
import { FinsClient } from '../electron/plc/fins/fins-client.ts';
import { MIN_COMMAND_BYTES, MIN_REPLY_BYTES } from '../electron/plc/fins/frame.ts';
import { PlcGateway } from '../electron/plc/gateway.ts';
import { buildLoadImage } from '../electron/plc/handshake/load-image.ts';
import { gateAddress, slotsOf } from '../electron/plc/memory-map/addresses.ts';
import { shippedProfile } from '../electron/plc/memory-map/load-profile.ts';
import { MemoryLogger } from '../electron/testing/memory-logger.ts';
import { systemClock } from '../electron/testing/system-clock.ts';
import { TrainingPlc } from '../electron/training/plc/training-plc.ts';
import { seededRandom } from '../electron/training/seeded-random.ts';
import { perComponent } from '../shared/domain/equipment.ts';
import { kg, type Slot, ZERO_KG } from '../shared/units.ts';
import type { Bench, Finding, Row } from './bench.ts';
import {
  type PlcAddress,
  predecessorLoad,
  predecessorReadAtBest,
  predecessorReadAtWorst,
  sendOneByOne,
} from './predecessor-traffic.ts';
import { median, ms, percentile, ratio, timesOf } from './statistics.ts';
import { type ExchangeBytes, UdpEcho } from './udp-echo.ts';

const READ_CYCLES = 300;
const LOADS = 60;
const PREDECESSOR_READ_CYCLES = 60;
const PREDECESSOR_LOADS = 10;
const PLC_NODE = 10;
const CLIENT_NODE = 20;
/** The PLC's program stands still: only the wire and the two programs at its ends are measured. */
const NEVER_MS = 86_400_000;
const MEMORY_AREA_WRITE = 0x0102;
/** Area, address and count behind a memory command's header. */
const RANGE_BYTES = 6;
/** IPv4 and UDP headers of one datagram. */
const HEADERS_BYTES = 28;

const profile = shippedProfile('ten-slot');

/** One way to do the work: how long, and what went over the wire. */
interface Measured {
  readonly name: string;
  readonly timesMs: readonly number[];
  readonly exchanges: readonly ExchangeBytes[];
}

/** Read cycle and load, against a bare UDP echo and against the traffic of the software before this one. */
export const wire: Bench = {
  name: 'wire',
  async run() {
    await using plc = await TrainingPlc.start(
      { node: PLC_NODE, profile, speed: 'instant', seed: 1, scanMs: NEVER_MS },
      { clock: systemClock, logger: new MemoryLogger() },
    );
    await using client = await FinsClient.open(
      {
        host: '127.0.0.1',
        port: plc.port,
        plcNode: PLC_NODE,
        clientNode: CLIENT_NODE,
        allowOnlyLoopback: true,
      },
      { clock: systemClock, random: seededRandom('bench'), logger: new MemoryLogger() },
    );
    const gateway = new PlcGateway(client, profile, { maxKg: kg(1050) });
    await using echo = await UdpEcho.open();
    const openGate = (): void => plc.memory.write(gateAddress(profile, firstSlot()), [1]);
    const address: PlcAddress = { port: plc.port, plcNode: PLC_NODE, clientNode: CLIENT_NODE };
    const watch = watchOf(plc);
    const load = (): Promise<void> => loadTen(gateway);

    const reading = await watch('Batchline', READ_CYCLES, () => gateway.readFeedback());
    const loading = await watch('Batchline', LOADS, load, openGate);
    const best = predecessorReadAtBest(profile);
    const worst = predecessorReadAtWorst(profile);
    const oldLoad = predecessorLoad(profile);
    return [
      finding('Read cycle of ten slots', [
        reading,
        await floor(echo, reading, READ_CYCLES),
        await watch('predecessor, at best', PREDECESSOR_READ_CYCLES, () => sendOneByOne(address, best)),
        await watch('predecessor, at worst', PREDECESSOR_READ_CYCLES, () => sendOneByOne(address, worst)),
      ]),
      finding('Load of ten batches: gate, data, proof of every word, arming', [
        loading,
        await floor(echo, loading, LOADS),
        await watch(
          'predecessor (no proof)',
          PREDECESSOR_LOADS,
          () => sendOneByOne(address, oldLoad),
          openGate,
        ),
      ]),
    ];
  },
};

function firstSlot(): Slot {
  const [first] = slotsOf(profile);
  if (first === undefined) throw new Error('a profile without slots');
  return first;
}

/** The steps of a load on the wire, as the station takes them; what it does in the database lies in between. */
async function loadTen(gateway: PlcGateway): Promise<void> {
  await gateway.readWriteArea();
  await gateway.readFeedbackRaw();
  const image = buildLoadImage(
    profile,
    slotsOf(profile).map((slot) => ({ slot, plan: planOf(slot) })),
  );
  await gateway.writeVerified(image);
  if ((await gateway.arm(image)) !== 'set') throw new Error('the gate was not armed');
}

function planOf(number: Slot): BatchPlan {
  return {
    moId: `WH/MO/${String(number).padStart(5, '0')}`,
    bomCode: 'JF',
    finishedGoods: 'JF PLUS KUR',
    equipmentCode: 'PLC01',
    quantity: kg(1000),
    bomQuantity: null,
    targets: perComponent(({ id }) => (id === 101 ? kg(1000) : ZERO_KG)),
    materials: perComponent(() => null),
    unrouted: [],
  };
}

/** Measures a piece of work on this PLC, and notes what one run of it sends. */
function watchOf(plc: TrainingPlc) {
  return async (
    name: string,
    times: number,
    run: () => Promise<unknown>,
    prepare?: () => void,
  ): Promise<Measured> => {
    const exchanges: ExchangeBytes[] = [];
    prepare?.();
    const cancel = plc.server.onRequest(({ command, count }) => {
      const bytes = 2 * count;
      exchanges.push(
        command === MEMORY_AREA_WRITE
          ? { out: MIN_COMMAND_BYTES + RANGE_BYTES + bytes, back: MIN_REPLY_BYTES }
          : { out: MIN_COMMAND_BYTES + RANGE_BYTES, back: MIN_REPLY_BYTES + bytes },
      );
    });
    await run();
    cancel();
    return { name, timesMs: await timesOf(times, run, prepare), exchanges };
  };
}

async function floor(echo: UdpEcho, { exchanges }: Measured, times: number): Promise<Measured> {
  return {
    name: 'bare UDP echo',
    timesMs: await timesOf(times, () => echo.exchangeAll(exchanges)),
    exchanges,
  };
}

function bytesOf({ exchanges }: Measured): number {
  return exchanges.reduce((sum, { out, back }) => sum + out + back + 2 * HEADERS_BYTES, 0);
}

/** @param all ours, the floor, then the predecessor's, the costliest last */
function finding(title: string, all: readonly [Measured, Measured, ...Measured[]]): Finding {
  const [ours, bare] = all;
  const last = all.at(-1) ?? bare;
  const rows = all.map(
    (measured): Row => [
      measured.name,
      String(measured.exchanges.length),
      String(bytesOf(measured)),
      ms(median(measured.timesMs)),
      ms(percentile(measured.timesMs, 0.99)),
      ratio(median(measured.timesMs), median(bare.timesMs)),
      ratio(measured.exchanges.length, ours.exchanges.length),
    ],
  );
  const slower = ratio(median(last.timesMs), median(ours.timesMs));
  return {
    title,
    head: ['', 'requests', 'bytes with IP', 'median', 'p99', 'to the echo', 'requests to ours'],
    rows,
    meaning: `with all checks and the training PLC's own work it takes ${ratio(median(ours.timesMs), median(bare.timesMs))} a bare echo of the same bytes; the predecessor's way takes ${slower} as long with ${ratio(last.exchanges.length, ours.exchanges.length)} the requests.`,
  };
}
