import { describe, expect, it, test } from 'vitest';
import {
  ARMING_GRACE_MS,
  decideRecovery,
  type LoadObservation,
  type LoadStage,
  type RecoveryDecision,
} from './load-recovery.ts';

function seen(change: Partial<LoadObservation> = {}): LoadObservation {
  return {
    gateOpen: true,
    wordsMatch: true,
    onlyOurOrders: true,
    allEmpty: false,
    taken: false,
    unreleased: [],
    stageAgeMs: 0,
    ...change,
  };
}
const closed = { gateOpen: false } as const;
const foreign = { wordsMatch: false, onlyOurOrders: false } as const;
const emptied = { wordsMatch: false, allEmpty: true } as const;
const repeat = (closeGateFirst: boolean): RecoveryDecision => ({ kind: 'repeat', closeGateFirst });

test.each<[LoadStage, string, LoadObservation, RecoveryDecision | 'conflict']>([
  ['intended', 'gate open', seen(), repeat(false)],
  ['intended', 'gate open, half written', seen(foreign), repeat(false)],
  ['intended', 'gate 0, nothing but our orders: an interrupted cold start', seen(closed), repeat(true)],
  ['intended', 'gate 0, PLC memory lost', seen({ ...closed, ...emptied }), repeat(true)],
  ['intended', 'gate 0 over other orders', seen({ ...closed, ...foreign }), 'conflict'],
  ['intended', 'the PLC runs what was never released', seen({ taken: true }), 'conflict'],
  ['arming', 'gate 0, words right: it arrived', seen(closed), { kind: 'mark-armed' }],
  ['arming', 'gate 0, taken already', seen({ ...closed, taken: true }), { kind: 'mark-armed' }],
  ['arming', 'gate 1, taken', seen({ taken: true }), { kind: 'mark-accepted' }],
  ['arming', 'gate 1, nothing taken yet', seen({ stageAgeMs: ARMING_GRACE_MS - 1 }), { kind: 'wait' }],
  ['arming', 'gate 1, nothing taken for long', seen({ stageAgeMs: ARMING_GRACE_MS }), repeat(false)],
  ['arming', 'gate 0, PLC memory lost', seen({ ...closed, ...emptied }), repeat(true)],
  ['arming', 'gate 0, words of somebody else', seen({ ...closed, ...foreign }), 'conflict'],
  [
    'arming',
    'slots 3 and 4 unreleased, others taken, lately',
    seen({ taken: true, unreleased: [3, 4], stageAgeMs: ARMING_GRACE_MS - 1 }),
    { kind: 'wait' },
  ],
  [
    'arming',
    'slots 3 and 4 unreleased, others taken',
    seen({ taken: true, unreleased: [3, 4], stageAgeMs: ARMING_GRACE_MS }),
    { kind: 'release-rest', slots: [3, 4] },
  ],
  [
    'arming',
    'slots 3 and 4 unreleased, the others armed but not read',
    seen({ ...closed, unreleased: [3, 4], stageAgeMs: ARMING_GRACE_MS }),
    { kind: 'release-rest', slots: [3, 4] },
  ],
  [
    'arming',
    'no slot released: the whole load again',
    seen({ unreleased: [1, 2], stageAgeMs: ARMING_GRACE_MS }),
    repeat(false),
  ],
  ['armed', 'gate open again', seen(), { kind: 'mark-accepted' }],
  ['armed', 'gate still 0', seen(closed), { kind: 'wait' }],
  [
    'armed',
    'gate still 0, but the READ area shows it',
    seen({ ...closed, ...foreign, taken: true }),
    { kind: 'wait' },
  ],
  ['armed', 'gate 0, PLC memory lost before it read', seen({ ...closed, ...emptied }), repeat(true)],
  ['armed', 'gate 0, words of somebody else', seen({ ...closed, ...foreign }), 'conflict'],
])('%s, %s', (stage, _name, observation, expected) => {
  const decision = decideRecovery(stage, observation);
  if (expected === 'conflict') expect(decision.kind).toBe('conflict');
  else expect(decision).toEqual(expected);
});

describe('whatever is seen', () => {
  const flags = [true, false];
  const all = flags.flatMap((gateOpen) =>
    flags.flatMap((wordsMatch) =>
      flags.flatMap((onlyOurOrders) =>
        flags.flatMap((allEmpty) =>
          flags.flatMap((taken) =>
            [0, ARMING_GRACE_MS].map((stageAgeMs) => ({
              gateOpen,
              wordsMatch,
              onlyOurOrders,
              allEmpty,
              taken,
              unreleased: [],
              stageAgeMs,
            })),
          ),
        ),
      ),
    ),
  );
  const stages: LoadStage[] = ['intended', 'arming', 'armed'];

  it('a load that the PLC has taken is never written again', () => {
    for (const stage of stages) {
      for (const observation of all.filter(({ taken }) => taken)) {
        expect(decideRecovery(stage, observation).kind, `${stage} ${JSON.stringify(observation)}`).not.toBe(
          'repeat',
        );
      }
    }
  });

  it('a load over orders that are not ours is written again only through an open gate', () => {
    for (const stage of stages) {
      const others = all.filter((o) => !o.gateOpen && !o.onlyOurOrders && !o.allEmpty);
      for (const observation of others) {
        expect(decideRecovery(stage, observation).kind, `${stage} ${JSON.stringify(observation)}`).not.toBe(
          'repeat',
        );
      }
    }
  });
});
