import type { OdooControl, PlcControl } from './contract.ts';
import type { ControlClient } from './control-client.ts';

/** The switches of a whole training plant: what an instructor's panel works with. */
export interface TrainingControl {
  readonly plc: ControlClient<PlcControl>;
  readonly odoo: ControlClient<OdooControl>;
}
