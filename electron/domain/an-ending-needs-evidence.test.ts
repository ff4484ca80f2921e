import { describe, expect, it, test } from 'vitest';
import { type PerComponent, perComponent } from '../../shared/domain/equipment.ts';
import { type Kg, kg, slot, ZERO_KG } from '../../shared/units.ts';
import { aBatch } from '../testing/batches.ts';
import { judgeSlot, NO_WATCH, questionOf, type SlotReading, type SlotWatch } from './slot-judgement.ts';

const dosed: PerComponent<Kg> = perComponent(({ key }) =>
  key === 'silo_a' ? kg(450.61) : key === 'silo_m' ? kg(299.9) : key === 'lq_tetes' ? kg(22.2) : ZERO_KG,
);
const cutTargets: PerComponent<Kg> = perComponent(({ key }) =>
  key === 'silo_a' ? kg(450) : key === 'silo_m' ? kg(300) : key === 'lq_tetes' ? kg(22) : ZERO_KG,
);
const nothing = perComponent(() => ZERO_KG);

function reading(change: Partial<SlotReading> = {}): SlotReading {
  return {
    slot: slot(4),
    moId: 'WH/MO/00014',
    actuals: dosed,
    weight: kg(772.71),
    statusManufacturing: 1,
    statusOperation: 0,
    words: [1, 2, 3],
    readAt: 1000,
    ...change,
  };
}

const finished = reading();
const failed = reading({ statusManufacturing: 0, statusOperation: 1, weight: ZERO_KG });
const prefilled = reading({ actuals: cutTargets, weight: ZERO_KG });

describe('finished', () => {
  it('counts when the slot did not show the order before its load', () => {
    const { judgement } = judgeSlot(aBatch({ readBeforeLoad: 'WH/MO/00004' }), finished, false, NO_WATCH);
    expect(judgement).toEqual({
      kind: 'ended',
      ending: { kind: 'completed', failureNoted: false, question: null },
    });
  });

  it('counts when the slot showed the order before, if it was seen running since', () => {
    const batch = aBatch({ readBeforeLoad: 'WH/MO/00014' });
    expect(judgeSlot(batch, finished, true, NO_WATCH).judgement.kind).toBe('ended');
  });

  it('does not count when the slot showed the order before and was never seen running', () => {
    const batch = aBatch({ readBeforeLoad: 'WH/MO/00014' });
    expect(judgeSlot(batch, finished, false, NO_WATCH).judgement.kind).toBe('unproven');
  });

  it('does not count for a batch of an adopted database that was never seen running', () => {
    expect(judgeSlot(aBatch({ loadId: null }), finished, false, NO_WATCH).judgement.kind).toBe('unproven');
  });

  it('does not count when the area was pre-filled with the targets cut to whole kilograms', () => {
    const batch = aBatch({ readBeforeLoad: 'WH/MO/00004' });
    expect(judgeSlot(batch, prefilled, false, NO_WATCH).judgement.kind).toBe('unproven');
  });

  it('with the failure flag too: finished, with the failure noted', () => {
    const { judgement } = judgeSlot(aBatch(), reading({ statusOperation: 1 }), false, NO_WATCH);
    expect(judgement).toEqual({
      kind: 'ended',
      ending: { kind: 'completed', failureNoted: true, question: null },
    });
  });
});

describe('an ending with a question', () => {
  test.each([
    ['all-actuals-zero', { actuals: nothing, weight: kg(5) }],
    ['actuals-equal-truncated-targets', { actuals: cutTargets, weight: kg(772) }],
    ['zero-weight', { weight: ZERO_KG }],
  ] as const)('%s: counts at the second equal reading', (question, change) => {
    const shown = reading(change);
    const first = judgeSlot(aBatch(), shown, true, NO_WATCH);
    expect(first.judgement.kind).toBe('watching');
    const second = judgeSlot(aBatch(), shown, true, first.watch);
    expect(second.judgement).toEqual({
      kind: 'ended',
      ending: { kind: 'completed', failureNoted: false, question },
    });
  });

  it('is watched again when the words changed in between: the PLC was still writing', () => {
    const first = judgeSlot(aBatch(), reading({ weight: ZERO_KG }), true, NO_WATCH);
    const second = judgeSlot(aBatch(), reading({ weight: ZERO_KG, words: [9] }), true, first.watch);
    expect(second.judgement.kind).toBe('watching');
  });

  it('is none when weight and actuals are plausible', () => {
    expect(questionOf(aBatch().targets, dosed, kg(772.71))).toBeNull();
  });
});

describe('failed', () => {
  it('counts at the second reading in a row', () => {
    const first = judgeSlot(aBatch(), failed, false, NO_WATCH);
    expect(first.judgement.kind).toBe('watching');
    const second = judgeSlot(aBatch(), failed, false, first.watch);
    expect(second.judgement).toEqual({
      kind: 'ended',
      ending: { kind: 'failed', failureNoted: true, question: null },
    });
  });

  it('does not count when a running reading came in between', () => {
    const running = reading({ statusManufacturing: 0 });
    const first = judgeSlot(aBatch(), failed, true, NO_WATCH);
    const between = judgeSlot(aBatch(), running, true, first.watch);
    expect(judgeSlot(aBatch(), failed, true, between.watch).judgement.kind).toBe('watching');
  });

  it('of the order that the slot showed before is unproven', () => {
    const batch = aBatch({ readBeforeLoad: 'WH/MO/00014' });
    expect(judgeSlot(batch, failed, false, NO_WATCH).judgement.kind).toBe('unproven');
  });
});

describe('another order in the slot', () => {
  const other = reading({ moId: 'WH/MO/00004' });

  it('is stale when the slot showed it before the load', () => {
    expect(judgeSlot(aBatch({ readBeforeLoad: 'WH/MO/00004' }), other, false, NO_WATCH).judgement.kind).toBe(
      'stale',
    );
  });

  it('is foreign when it was never there', () => {
    expect(judgeSlot(aBatch(), other, false, NO_WATCH).judgement.kind).toBe('foreign');
  });

  it('forgets what was being watched', () => {
    const watch: SlotWatch = { kind: 'failing', moId: 'WH/MO/00014' };
    expect(judgeSlot(aBatch(), other, false, watch).watch).toEqual(NO_WATCH);
  });
});

describe('running', () => {
  const running = reading({ statusManufacturing: 0, weight: ZERO_KG });

  it('is changed when a value differs from the stored one, and dosing once anything was dosed', () => {
    expect(judgeSlot(aBatch(), running, false, NO_WATCH).judgement).toEqual({
      kind: 'running',
      changed: true,
      dosing: true,
    });
    const idle = reading({ statusManufacturing: 0, weight: ZERO_KG, actuals: nothing });
    expect(judgeSlot(aBatch({ actuals: nothing, weight: ZERO_KG }), idle, false, NO_WATCH).judgement).toEqual(
      {
        kind: 'running',
        changed: false,
        dosing: false,
      },
    );
  });
});
