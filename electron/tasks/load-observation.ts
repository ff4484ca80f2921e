import type { PlcGateway, RawSlot, WriteSlot } from '../plc/gateway.ts';
import { judgeGate } from '../plc/handshake/gate.ts';
import type { LoadImage } from '../plc/handshake/load-image.ts';
import type { LoadObservation } from '../plc/handshake/load-recovery.ts';
import type { OpenLoad, OpenLoadSlot } from '../store/load-rows.ts';

/** Compares what the PLC shows in both areas with what an open load meant to put there. Pure. */
export function observeLoad(
  gateway: Pick<PlcGateway, 'profile' | 'matches'>,
  open: OpenLoad,
  image: LoadImage,
  write: readonly WriteSlot[],
  read: readonly RawSlot[],
): Omit<LoadObservation, 'stageAgeMs'> {
  const orders = open.slots.filter(({ moId }) => moId !== null);
  const ours = new Set(orders.map(({ moId }) => moId));
  const notTaken = orders.filter((order) => !isTaken(order, read[order.slot - 1]));
  const ownGates = gateway.profile.gate === 'per-slot';
  return {
    gateOpen: judgeGate(gateway.profile.gate, write).kind === 'ready',
    wordsMatch: gateway.matches(image, write),
    onlyOurOrders: write.every(({ moId }) => moId === '' || ours.has(moId)),
    allEmpty: write.every(({ moId }) => moId === ''),
    taken: notTaken.length < orders.length,
    unreleased: ownGates
      ? notTaken.map(({ slot }) => slot).filter((slot) => write[slot - 1]?.flag === 1)
      : [],
  };
}

/** The READ slot shows the order, and did not show it like that before the load. */
function isTaken({ moId, readBeforeMo, readBeforeWords }: OpenLoadSlot, shown: RawSlot | undefined): boolean {
  if (shown === undefined || shown.moId !== moId) return false;
  return readBeforeMo !== moId || shown.words.some((word, index) => word !== readBeforeWords[index]);
}
