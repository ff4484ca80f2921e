import { z } from 'zod';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { kg } from '../../../../shared/units.ts';
import type { Cancel } from '../../../domain/ports.ts';
import type { BehaviourRun, BilingualText, Undo } from '../../control/behaviour.ts';
import { MAX_SECONDS } from '../../control/common-parameters.ts';
import { moIdIn } from '../program-map.ts';
import type { TrainingPlc } from '../training-plc.ts';
import { plcBehaviour, SLOT_TEXT, slotNumber, slotOf } from './plc-behaviour.ts';

/** Printable ASCII, as many characters as every shipped memory map has room for. */
const plcText = z.string().regex(/^[\x20-\x7e]{1,16}$/, { error: '1 to 16 printable ASCII characters' });

const repetition = {
  times: z.int().min(1).max(1_000).default(1),
  everySeconds: z.number().min(1).max(MAX_SECONDS).default(60),
};

const repetitionTexts = {
  times: { id: 'Berapa kali', en: 'How often' },
  everySeconds: { id: 'Jarak antar kejadian, dalam detik', en: 'From one to the next, in seconds' },
} as const satisfies Record<string, BilingualText>;

export const equipmentFailure = plcBehaviour({
  name: 'equipment-failure',
  title: { id: 'Alat rusak', en: 'Equipment failure' },
  description: {
    id: 'PLC melaporkan kerusakan alat di area kegagalan, dengan waktu jam PLC (waktu pabrik). Bila kejadian sebelumnya belum dibaca, yang baru menunggu.',
    en: "The PLC reports an equipment failure in the failure area, with the time of the PLC's clock (plant time). While the one before has not been read, the new one waits.",
  },
  parameters: z.strictObject({
    code: plcText.default('silo101'),
    info: plcText.default('START_FAILURE'),
    ...repetition,
  }),
  parameterTexts: {
    code: { id: 'Kode alat, misalnya silo101', en: 'Equipment code, e.g. silo101' },
    info: { id: 'Keterangan, misalnya START_FAILURE', en: 'What happened, e.g. START_FAILURE' },
    ...repetitionTexts,
  },
  start: ({ code, info, ...times }, plc, run) =>
    repeatedly(times, run, () => plc.events.raiseFailure({ code, info, at: plc.plantTime() })),
});

export const manualWeighing = plcBehaviour({
  name: 'manual-weighing',
  title: { id: 'Timbang manual', en: 'Manual weighing' },
  description: {
    id: 'Operator menimbang bahan dengan tangan; PLC menunjukkannya di area timbang manual sampai dibaca.',
    en: 'An operator weighs a material by hand; the PLC shows it in the manual weighing area until it is read.',
  },
  parameters: z.strictObject({
    slot: slotNumber.default(1),
    moId: plcText.nullable().default(null),
    productTemplateId: z.int().min(1).max(32_767).default(1),
    kg: z.number().gt(0).max(1_050).default(25),
    ...repetition,
  }),
  parameterTexts: {
    slot: SLOT_TEXT,
    moId: { id: 'Nomor MO; kosong: yang ada di slot itu', en: "The MO's name; empty: the one in that slot" },
    productTemplateId: { id: 'Nomor produk di Odoo', en: "The product's template id in Odoo" },
    kg: { id: 'Berat, dalam kg', en: 'Weight, in kg' },
    ...repetitionTexts,
  },
  start: ({ slot, moId, productTemplateId, kg: weight, ...times }, plc, run) =>
    repeatedly(times, run, () =>
      plc.events.raiseWeighing({
        batch: slot,
        moId: moId ?? orderIn(plc, slot),
        productTemplateId,
        consumption: kg(weight),
      }),
    ),
});

/** Raises the first event at once, so that what is wrong with it is told to who asked for it. */
function repeatedly(
  { times, everySeconds }: { times: number; everySeconds: number },
  run: BehaviourRun,
  raise: () => void,
): Undo {
  let left = times;
  let endTimer: Cancel = () => undefined;
  const next = (): void => {
    left -= 1;
    if (left === 0) {
      run.finish();
      return;
    }
    endTimer = run.clock.after(everySeconds * 1_000, () => {
      try {
        raise();
        run.happened();
      } catch (thrown) {
        // Full, or the order is gone meanwhile: this one does not happen, later ones may.
        run.logger.warn(`training: an event did not happen: ${messageOf(thrown)}`, { module: 'training' });
      }
      next();
    });
  };
  raise();
  run.happened();
  next();
  return () => endTimer();
}

function orderIn(plc: TrainingPlc, slot: number): string {
  const moId = moIdIn(plc.memory, slotOf(plc, slot).read);
  if (moId !== '') return moId;
  throw new AppError('BAD_REQUEST', `there is no order in slot ${slot}: name one`);
}
