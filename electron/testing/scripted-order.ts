import type { Script, ScriptedOdoo, SeenRequest } from './scripted-odoo.ts';
import { RESET, refusal, success } from './scripted-odoo.ts';

export const UPDATE = '/api/scada/mo/update-with-consumptions';
export const MARK_DONE = '/api/scada/mo/mark-done';
export const CANCEL = '/api/scada/mo/cancel';
export const DETAIL = '/api/scada/mo-detail';

/** One order behind the routes of a ScriptedOdoo: enough state to tell what was really applied, and how often. */
export class ScriptedOrder {
  state = 'confirmed';
  deleted = false;
  produced = 0;
  /** Kilograms per equipment code, as last set. */
  quantities: Record<string, number> = {};
  updates = 0;
  readonly name: string;

  constructor(odoo: ScriptedOdoo, name: string) {
    this.name = name;
    odoo.on(UPDATE, (request) => this.update(request));
    odoo.on(MARK_DONE, (request) => this.markDone(request));
    odoo.on(CANCEL, () => this.cancel());
    odoo.on(DETAIL, () => this.detail());
  }

  update(request: SeenRequest): Script {
    if (this.deleted) return refusal(`Manufacturing Order "${this.name}" not found`);
    if (this.state === 'done' || this.state === 'cancel') {
      return refusal(`Cannot update MO "${this.name}" in state "${this.state}"`);
    }
    const { mo_id: _name, quantity, ...components } = request.params;
    if (typeof quantity === 'number') this.produced = quantity;
    for (const [code, value] of Object.entries(components)) this.quantities[code] = Number(value);
    this.updates += 1;
    return success({ message: 'updated' });
  }

  markDone(request: SeenRequest): Script {
    if (this.state !== 'confirmed') return refusal('No finished product move found for this MO');
    this.produced = Number(request.params.finished_qty);
    this.state = 'done';
    return success();
  }

  cancel(): Script {
    if (this.deleted) return refusal(`MO not found: ${this.name}`);
    if (this.state === 'done') return refusal('a done order cannot be cancelled');
    this.state = 'cancel';
    return success();
  }

  detail(): Script {
    if (this.deleted) return refusal(`Manufacturing Order "${this.name}" not found`);
    const moves = Object.entries(this.quantities).map(([code, done]) => ({
      product_name: `content of ${code}`,
      quantity_done: done,
      uom: 'kg',
      equipment: { id: 1, code, name: code },
    }));
    return success({ data: { mo_id: this.name, state: this.state, produced_qty: this.produced, moves } });
  }
}

/** Lets the route do its work and loses the answer. */
export function applied(route: (request: SeenRequest) => Script, then: Script = RESET) {
  return (request: SeenRequest): Script => {
    route(request);
    return then;
  };
}
