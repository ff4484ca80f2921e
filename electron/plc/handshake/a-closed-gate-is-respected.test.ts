import { expect, test } from 'vitest';
import { type GateState, judgeGate, type WriteSlotState } from './gate.ts';

function slots(...states: [flag: number, moId: string | null][]): WriteSlotState[] {
  return states.map(([flag, moId], index) => ({ slot: index + 1, flag, moId }));
}

test.each<[string, 'first-slot' | 'per-slot', WriteSlotState[], GateState]>([
  ['one gate, open', 'first-slot', slots([1, 'A'], [0, 'B']), { kind: 'ready' }],
  [
    'one gate, closed with an order',
    'first-slot',
    slots([0, 'A'], [0, '']),
    { kind: 'closed', waiting: [1] },
  ],
  [
    'one gate, closed, an order in another slot',
    'first-slot',
    slots([0, ''], [0, 'B']),
    { kind: 'closed', waiting: [1] },
  ],
  [
    'one gate, closed, another flag is 1',
    'first-slot',
    slots([0, ''], [1, '']),
    { kind: 'closed', waiting: [1] },
  ],
  [
    'one gate, closed, an unreadable order',
    'first-slot',
    slots([0, ''], [0, null]),
    { kind: 'closed', waiting: [1] },
  ],
  ['never loaded', 'first-slot', slots([0, ''], [0, '']), { kind: 'cold-start' }],
  ['one gate, neither 0 nor 1', 'first-slot', slots([7, ''], [0, '']), { kind: 'faulty', slot: 1, found: 7 }],
  ['a flag that is no gate does not matter', 'first-slot', slots([1, ''], [9, '']), { kind: 'ready' }],
  ['a gate a slot, all open', 'per-slot', slots([1, 'A'], [1, '']), { kind: 'ready' }],
  ['a gate a slot, one closed', 'per-slot', slots([1, 'A'], [0, 'B']), { kind: 'closed', waiting: [2] }],
  ['a gate a slot, never loaded', 'per-slot', slots([0, ''], [0, '']), { kind: 'cold-start' }],
  ['a gate a slot, one faulty', 'per-slot', slots([1, ''], [2, '']), { kind: 'faulty', slot: 2, found: 2 }],
])('%s', (_name, kind, states, expected) => {
  expect(judgeGate(kind, states)).toEqual(expected);
});
