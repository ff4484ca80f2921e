import { z } from 'zod';
import { EQUIPMENT } from '../../../../shared/domain/equipment.ts';
import type { SwitchableBehaviour } from '../../control/behaviour.ts';
import { chanceParameters, chanceTexts } from '../../control/common-parameters.ts';
import * as bare from '../behaviours.ts';
import type { Behaviour } from '../interception.ts';
import type { TrainingOdoo } from '../training-odoo.ts';
import {
  namesAnOpenOrder,
  odooBehaviour,
  onOrders,
  onRequests,
  requestParameters,
  requestTexts,
  somePath,
} from './odoo-behaviour.ts';

const UPDATE = '/api/scada/mo/update-with-consumptions';
const MARK_DONE = '/api/scada/mo/mark-done';

export const lineRefused = odooBehaviour({
  name: 'line-refused',
  title: { id: 'Sebagian ditolak', en: 'Partly refused' },
  description: {
    id: 'Seseorang menghapus satu alat dari MO: baris lain dibukukan, jawabannya sukses dengan errors[]. Batch tetap di antrean sampai baris itu diselesaikan.',
    en: 'Somebody took one equipment off the MO: the other lines are booked, the answer is a success with errors[]. The batch stays in the queue until that line is settled.',
  },
  parameters: z.strictObject({
    equipmentCode: z
      .enum(EQUIPMENT.map(({ odooCode }) => odooCode))
      .nullable()
      .default(null),
    ...chanceParameters,
  }),
  parameterTexts: {
    equipmentCode: {
      id: 'Alat yang dihapus; kosong: yang pertama di MO',
      en: "The equipment that is gone; empty: the MO's first",
    },
    ...chanceTexts,
  },
  start: ({ equipmentCode, ...chance }, odoo, run) =>
    onOrders(
      odoo,
      { path: UPDATE, ...chance },
      run,
      bare.lineRefused(equipmentCode ?? undefined),
      namesAnOpenOrder,
    ),
});

export const markDoneDoesNothing = odooBehaviour({
  name: 'mark-done-does-nothing',
  title: { id: 'MO tidak tertutup', en: 'MO stays open' },
  description: {
    id: 'mark-done menjawab sukses, tetapi MO tetap terbuka karena Odoo menunggu sebuah wizard. Stasiun harus memeriksa dengan mo-detail.',
    en: 'mark-done answers success, but the MO stays open, as Odoo wanted a wizard answered. The station must check with mo-detail.',
  },
  parameters: z.strictObject(chanceParameters),
  parameterTexts: chanceTexts,
  start: (chance, odoo, run) =>
    onRequests(odoo, { path: MARK_DONE, ...chance }, run, bare.markDoneDoesNothing),
});

export const cancelledMeanwhile = meanwhile(
  {
    name: 'cancelled-meanwhile',
    title: { id: 'MO dibatalkan di Odoo', en: 'MO cancelled meanwhile' },
    description: {
      id: 'Seseorang membatalkan MO di Odoo tepat sebelum permintaan yang menyebutnya: Odoo menolak hasilnya.',
      en: 'Somebody cancelled the MO in Odoo just before a request that names it: Odoo refuses the result.',
    },
  },
  bare.cancelledMeanwhile,
);

export const deletedMeanwhile = meanwhile(
  {
    name: 'deleted-meanwhile',
    title: { id: 'MO dihapus di Odoo', en: 'MO deleted meanwhile' },
    description: {
      id: 'Seseorang menghapus MO di Odoo tepat sebelum permintaan yang menyebutnya: Odoo tidak mengenalnya lagi.',
      en: 'Somebody deleted the MO in Odoo just before a request that names it: Odoo does not know it any more.',
    },
  },
  bare.deletedMeanwhile,
);

/** What somebody does to an order just before a request that names it; by default before its result is sent. */
function meanwhile(
  words: Pick<SwitchableBehaviour<TrainingOdoo>, 'name' | 'title' | 'description'>,
  behaviour: Behaviour,
): SwitchableBehaviour<TrainingOdoo> {
  return odooBehaviour({
    ...words,
    parameters: z.strictObject({ ...requestParameters, path: somePath.nullable().default(UPDATE) }),
    parameterTexts: requestTexts,
    start: (choice, odoo, run) => onOrders(odoo, choice, run, behaviour, namesAnOpenOrder),
  });
}
