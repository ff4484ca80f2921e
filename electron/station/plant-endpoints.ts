import type { OdooEndpoint, PlcEndpoint } from './config/station-config.ts';

/** Where the station finds its plant: the mill's, or the training plant's on loopback. */
export interface PlantEndpoints {
  readonly plc: PlcEndpoint;
  readonly odoo: OdooEndpoint;
}
