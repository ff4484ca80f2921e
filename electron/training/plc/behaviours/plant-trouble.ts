import { z } from 'zod';
import { chanceParameters, chanceTexts, timesOf } from '../../control/common-parameters.ts';
import { plcBehaviour, slotNumber, slotOf } from './plc-behaviour.ts';

export const stuckGate = plcBehaviour({
  name: 'stuck-gate',
  title: { id: 'Gerbang macet', en: 'Gate stuck' },
  description: {
    id: 'PLC tidak lagi membaca muatan: setelah muatan berikutnya ditulis, gerbang (flag WRITE) tetap 0. Batch yang sedang jalan diteruskan. Saat dimatikan, muatan yang menunggu langsung dibaca.',
    en: 'The PLC no longer reads loads: after the next load was written, the gate (WRITE flag) stays 0. Running batches go on. When this is switched off, the load that waits is read at once.',
  },
  parameters: z.strictObject({}),
  parameterTexts: {},
  start: (_parameters, plc, run) => {
    run.happened();
    return plc.program.holdGates();
  },
});

export const failedBatch = plcBehaviour({
  name: 'failed-batch',
  title: { id: 'Batch gagal', en: 'Batch fails' },
  description: {
    id: 'Batch berhenti di tengah takaran dengan status_operation = 1 dan tanpa berat: batch berikutnya yang jalan, atau yang ada di slot tertentu.',
    en: 'A batch stops in mid-dosing with status_operation = 1 and without a weight: the next one to run, or the one in a given slot.',
  },
  parameters: z.strictObject({
    slot: slotNumber.nullable().default(null),
    atPercent: z.number().min(0).max(99).default(40),
    ...chanceParameters,
    times: timesOf(1),
  }),
  parameterTexts: {
    slot: { id: 'Hanya di slot ini; kosong: batch mana pun', en: 'In this slot only; empty: any batch' },
    atPercent: {
      id: 'Pada berapa persen dari jumlah takaran',
      en: 'At how many percent of what is to be dosed',
    },
    probability: {
      id: 'Peluang per batch, lebih dari 0 sampai 1',
      en: 'How likely for a batch, above 0 up to 1',
    },
    times: chanceTexts.times,
  },
  start: ({ slot, atPercent, probability, times }, plc, run) => {
    if (slot !== null) slotOf(plc, slot);
    let left = times ?? Number.POSITIVE_INFINITY;
    // Asked at every scan: the dice are thrown once for a run, and only for one that could still fail.
    let judged = { run: 0, fails: false };
    const endJudging = plc.program.failOrders((order) => {
      if (slot !== null && order.slot !== slot) return null;
      if (judged.run !== order.run) {
        judged = { run: order.run, fails: left > 0 && run.random() < probability };
      }
      return judged.fails ? atPercent / 100 : null;
    });
    const endEvents = plc.program.onEvent((event) => {
      if (event.kind !== 'ended' || event.run !== judged.run || event.ending !== 'failed') return;
      left -= 1;
      run.happened();
      if (left === 0) run.finish();
    });
    return () => {
      endJudging();
      endEvents();
    };
  },
});
