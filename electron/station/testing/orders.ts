import { EQUIPMENT, type PerComponent, perComponent } from '../../../shared/domain/equipment.ts';
import { kg, slot, ZERO_KG } from '../../../shared/units.ts';
import type { SlotContent } from '../../plc/memory-map/slot-codec.ts';
import type { PlantFixture } from '../../testing/plant-fixture.ts';
import { orderDraft } from '../../training/odoo/order-factory.ts';

const SEED = 7;

/** Confirms `count` more orders in the plant's Odoo; returns their MO names, in Odoo's order. */
export function addOrders(plant: PlantFixture, count: number): string[] {
  const first = plant.odoo.books.orders().length + 1;
  return Array.from({ length: count }, (_, index) => {
    const draft = orderDraft(SEED, first + index);
    return plant.odoo.addOrder({ ...draft, name: moName(first + index) }).name;
  });
}

/** The name of the n-th order of a test. */
export function moName(number: number): string {
  return `WH/MO/${String(number).padStart(5, '0')}`;
}

/** What Odoo asks of each component for this order, in whole hundredths of a kg; its lines added up and scaled. */
export function wantedHundredths(plant: PlantFixture, moId: string): PerComponent<number> {
  const order = plant.odoo.books.order(moId);
  if (order === undefined) throw new Error(`no order ${moId} in Odoo`);
  return perComponent(({ odooCode }) => {
    const lines = order.moves.filter(({ equipment }) => equipment?.code === odooCode);
    const grams = lines.reduce((sum, { toConsume }) => sum + Math.round(toConsume * 1_000), 0);
    return Math.round((grams * order.quantity) / order.bom.quantity / 10);
  });
}

/** How often the PLC took each order in: more than once is feed that was made twice. */
export class RunCounter {
  readonly runs = new Map<string, number>();

  constructor(plant: PlantFixture) {
    plant.plc.program.onEvent((event) => {
      if (event.kind !== 'taken') return;
      this.runs.set(event.moId, (this.runs.get(event.moId) ?? 0) + 1);
    });
  }

  /** The runs of these orders: all 1 is what must come out. */
  of(moIds: readonly string[]): number[] {
    return moIds.map((moId) => this.runs.get(moId) ?? 0);
  }
}

/** Names of the components, for loops over all fifteen. */
export const COMPONENTS = EQUIPMENT.map(({ key }) => key);

/** An order in slot 1 that no station of the test has put there. */
export const ANOTHER_STATIONS_ORDER: SlotContent = {
  slot: slot(1),
  moId: 'WH/MO/99001',
  bomId: 'BOM/1',
  finishedGoods: 'JF PLUS KUR',
  quantity: kg(1000),
  components: perComponent(({ key }) => (key === 'silo_a' ? kg(1000) : ZERO_KG)),
  statusManufacturing: 0,
  statusOperation: 0,
  weight: ZERO_KG,
};
