import type { Kg } from '../../shared/units.ts';
import { createOdooClient, type OdooClient } from '../odoo/odoo-client.ts';
import { FinsClient } from '../plc/fins/fins-client.ts';
import { PlcGateway } from '../plc/gateway.ts';
import { LinkWatch } from '../plc/link-watch.ts';
import type { MemoryMapProfile } from '../plc/memory-map/profile-schema.ts';
import type { Closers } from './closers.ts';
import { CommandRight } from './command-right.ts';
import type { StationConfig } from './config/station-config.ts';
import type { PlantEndpoints } from './plant-endpoints.ts';
import type { StationPorts } from './station-ports.ts';
import type { StationStore } from './station-store.ts';

/** Largest reply that is taken from Odoo, in bytes. */
const MAX_REPLY_BYTES = 8 * 1024 * 1024;
/** Pause between two readings of the mode of a PLC that answers, in milliseconds. */
const STATUS_EVERY_MS = 10_000;

/** The ways out of the station: to the PLC, to Odoo, and the right to change anything there. */
export interface PlantLinks {
  readonly client: FinsClient;
  readonly link: LinkWatch;
  readonly gateway: PlcGateway;
  readonly right: CommandRight;
  readonly odoo: OdooClient;
}

export interface LinkParts {
  readonly config: StationConfig;
  readonly endpoints: PlantEndpoints;
  readonly profile: MemoryMapProfile;
  readonly store: StationStore;
  readonly ports: StationPorts;
  /** A weight in the PLC above this is a fault. */
  readonly maxKg: Kg;
  /** This station may command from now on. */
  readonly onLeader: () => void;
}

/**
 * Makes the links; nothing is asked of the PLC, Odoo or the database yet. Rejects with AppError
 * PLC_ADDRESS_REFUSED for a PLC outside loopback in training, CONFIG_INVALID for an unusable address.
 */
export async function openLinks(parts: LinkParts, closers: Closers): Promise<PlantLinks> {
  const { config, endpoints, profile, store, ports, maxKg, onLeader } = parts;
  const { clock, logger } = ports;
  const { host, port, clientNode, plcNode } = endpoints.plc;
  const client = await FinsClient.open(
    {
      host,
      port,
      ...(clientNode !== null && { clientNode }),
      ...(plcNode !== null && { plcNode }),
      allowOnlyLoopback: config.mode.kind === 'training',
      readTimeoutMs: config.plcTiming.readTimeoutMs,
      writeTimeoutMs: config.plcTiming.writeTimeoutMs,
    },
    ports,
  );
  closers.add('PLC link', () => client.close());
  const link = new LinkWatch(client, ports, {
    probeEveryMs: config.plcTiming.probeIntervalMs,
    refreshEveryMs: STATUS_EVERY_MS,
  });
  const right = new CommandRight({ lock: store.lock, migrate: store.migrate, clock, logger, onLeader });
  closers.add('right to command', () => right.stop());
  const odoo = createOdooClient(
    {
      baseUrl: endpoints.odoo.url,
      database: endpoints.odoo.database,
      login: endpoints.odoo.username,
      password: endpoints.odoo.password,
      timeoutMs: config.push.odooTimeoutMs,
      maxReplyBytes: MAX_REPLY_BYTES,
      equipmentFailurePath: config.push.equipmentFailurePath,
    },
    { clock, logger, leadership: right },
  );
  closers.add('Odoo link', async () => odoo.close());
  return { client, link, gateway: new PlcGateway(client, profile, { maxKg }), right, odoo };
}
