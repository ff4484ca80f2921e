import { perComponent } from '../../shared/domain/equipment.ts';
import { kg, slot, ZERO_KG } from '../../shared/units.ts';
import type { Batch, BatchLife } from '../domain/batch.ts';

const NO_LIFE: BatchLife = {
  fetchedAt: null,
  writtenAt: null,
  acceptedAt: null,
  runningSeenAt: null,
  firstDosingAt: null,
  lastReadAt: null,
  lastChangedAt: null,
  finishedAt: null,
  acknowledgedAt: null,
  confirmedByOdooAt: null,
};

/** A batch in slot 4 with three targets (450.5, 300, 22.25 kg), released to the PLC, nothing dosed. */
export function aBatch(change: Partial<Omit<Batch, 'life'>> & { life?: Partial<BatchLife> } = {}): Batch {
  const targets = perComponent(({ key }) =>
    key === 'silo_a' ? kg(450.5) : key === 'silo_m' ? kg(300) : key === 'lq_tetes' ? kg(22.25) : ZERO_KG,
  );
  return {
    id: 'a1',
    batchNo: 4,
    slot: slot(4),
    loadId: 'load-1',
    readBeforeLoad: null,
    moId: 'WH/MO/00014',
    finishedGoods: 'JF PLUS KUR',
    equipmentCode: 'PLC01',
    quantity: kg(1000),
    targets,
    materials: perComponent(() => null),
    unrouted: [],
    statusManufacturing: false,
    statusOperation: false,
    actuals: perComponent(() => null),
    weight: null,
    resultId: null,
    ...change,
    life: { ...NO_LIFE, writtenAt: 1, ...change.life },
  };
}
