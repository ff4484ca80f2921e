import { z } from 'zod';
import { MEMORY_AREA_READ } from '../../../plc/fins/memory-area-read.ts';
import { MEMORY_AREA_WRITE } from '../../../plc/fins/memory-area-write.ts';
import type { BehaviourRun, BilingualText, Undo } from '../../control/behaviour.ts';
import { type Chance, chanceOf, chanceParameters, chanceTexts } from '../../control/common-parameters.ts';
import type { IncomingRequest, Interception } from '../fins-server.ts';
import type { TrainingPlc } from '../training-plc.ts';

/** Requests by what they ask for. A flag write is a write of a single word, as the handshakes make it. */
const KINDS = ['all', 'reads', 'writes', 'flag-writes'] as const;

/** Parameters of what happens to requests on the wire: which of them, how likely, how often. */
export const wireParameters = { requests: z.enum(KINDS).default('all'), ...chanceParameters };

export const wireTexts = {
  requests: {
    id: 'Permintaan mana yang terkena: semua, baca, tulis, atau hanya tulis satu kata (flag)',
    en: 'Which requests it concerns: all, reads, writes, or writes of a single word (flags) only',
  },
  ...chanceTexts,
} as const satisfies Record<string, BilingualText>;

interface WireChoice extends Chance {
  readonly requests: (typeof KINDS)[number];
}

/** Does `effect` to every request that is concerned and that chance picks. */
export function onWire(
  plc: TrainingPlc,
  choice: WireChoice,
  run: BehaviourRun,
  effect: (request: IncomingRequest) => Interception,
): Undo {
  const happens = chanceOf(choice, run);
  return plc.intercepts.add((request) =>
    concerns(choice.requests, request) && happens() ? effect(request) : 'pass',
  );
}

/** Carried out; `change` makes the datagrams that go out in the place of the reply. */
export function replyWith(change: (reply: Buffer) => readonly Uint8Array[]): Interception {
  return { kind: 'send', frames: (reply) => change(Buffer.from(reply)) };
}

export function concerns(kind: WireChoice['requests'], { command, count }: IncomingRequest): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'reads':
      return command === MEMORY_AREA_READ;
    case 'writes':
      return command === MEMORY_AREA_WRITE;
    case 'flag-writes':
      return command === MEMORY_AREA_WRITE && count === 1;
  }
}
