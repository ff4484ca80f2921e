import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { FinsCommand } from '../electron/plc/fins/command.ts';
import { commandHeader, encodeCommand } from '../electron/plc/fins/frame.ts';
import { readWordsCommand } from '../electron/plc/fins/memory-area-read.ts';
import { writeWordsCommand } from '../electron/plc/fins/memory-area-write.ts';
import { fieldRange, flagAddress, slotRange, slotsOf } from '../electron/plc/memory-map/addresses.ts';
import { slotPlaces } from '../electron/plc/memory-map/field-places.ts';
import type { MemoryMapProfile } from '../electron/plc/memory-map/profile-schema.ts';
import { slot, wordAddress } from '../shared/units.ts';

/** It never counted its requests: each had service id 0. */
const SID = 0;
/** The most reads that it needed for one slot: texts, quantity, components, status and flag apart. */
const READS_A_SLOT = 5;

export interface PlcAddress {
  readonly port: number;
  readonly plcNode: number;
  readonly clientNode: number;
}

/** A load as the software before this one wrote it: the gate, 38 fields of each of ten slots, the gate: 382 requests. */
export function predecessorLoad(profile: MemoryMapProfile): readonly FinsCommand<unknown>[] {
  const gate = flagAddress(profile.write, slot(1));
  const fields = slotPlaces(profile.write).filter(({ name }) => name !== 'statusReadData');
  const writes = slotsOf(profile).flatMap((number) =>
    fields.map(({ name }) => {
      const { address, words } = fieldRange(profile.write, number, name);
      return writeWordsCommand(address, new Array<number>(words).fill(0));
    }),
  );
  return [readWordsCommand(gate, 1), ...writes, writeWordsCommand(gate, [0])];
}

/** A read cycle as it did it at best: one request a slot. */
export function predecessorReadAtBest(profile: MemoryMapProfile): readonly FinsCommand<unknown>[] {
  return slotsOf(profile).map((number) => {
    const { address, words } = slotRange(profile.read, number);
    return readWordsCommand(address, words);
  });
}

/** The same at worst: five requests a slot. */
export function predecessorReadAtWorst(profile: MemoryMapProfile): readonly FinsCommand<unknown>[] {
  return slotsOf(profile).flatMap((number) => {
    const { address, words } = slotRange(profile.read, number);
    const part = Math.ceil(words / READS_A_SLOT);
    return Array.from({ length: READS_A_SLOT }, (_, index) =>
      readWordsCommand(wordAddress(address + index * part), Math.min(part, words - index * part)),
    );
  });
}

/** Sends each command from a socket of its own, as it did, and takes the first datagram for the answer. */
export async function sendOneByOne(
  plc: PlcAddress,
  commands: readonly FinsCommand<unknown>[],
): Promise<void> {
  for (const command of commands) {
    const socket = createSocket('udp4');
    const answered = once(socket, 'message');
    socket.send(
      encodeCommand(commandHeader({ ...plc, sid: SID }), command.code, command.data),
      plc.port,
      '127.0.0.1',
    );
    await answered;
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  }
}
