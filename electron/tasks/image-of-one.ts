import { perComponent } from '../../shared/domain/equipment.ts';
import { AppError } from '../../shared/errors.ts';
import { ZERO_KG } from '../../shared/units.ts';
import type { Batch, BatchPlan } from '../domain/batch.ts';
import { buildLoadImage, encodePlan, type LoadImage } from '../plc/handshake/load-image.ts';
import type { MemoryMapProfile } from '../plc/memory-map/profile-schema.ts';

/**
 * A load of one batch, all other slots emptied: its words as they were loaded before, or made from its row.
 * Throws AppError COMMAND_NOT_NOW for a batch without a slot, PLC_VALUE_REFUSED for what the PLC cannot hold.
 */
export function imageOfOne(
  profile: MemoryMapProfile,
  batch: Batch,
  words: readonly number[] | null,
): LoadImage {
  const { slot } = batch;
  if (slot === null) throw new AppError('COMMAND_NOT_NOW', `${batch.moId} has no slot`);
  const payload = words ?? encodePlan(profile, slot, planOfRow(batch));
  const { slots } = buildLoadImage(profile, []);
  return { slots: slots.map((empty) => (empty.slot === slot ? { slot, moId: batch.moId, payload } : empty)) };
}

function planOfRow(batch: Batch): BatchPlan {
  const targets = perComponent(({ key }) => batch.targets[key] ?? ZERO_KG);
  return { ...batch, targets, bomCode: '', bomQuantity: null, finishedGoods: batch.finishedGoods ?? '' };
}
