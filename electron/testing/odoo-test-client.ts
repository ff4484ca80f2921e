import type { OdooClientPorts } from '../odoo/odoo-caller.ts';
import type { OdooClient, OdooClientOptions } from '../odoo/odoo-client.ts';
import { createOdooClient } from '../odoo/odoo-client.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryLogger } from './memory-logger.ts';

export const TEST_TIMEOUT_MS = 5000;
export const TEST_PASSWORD = 'correct horse battery';

export interface TestClient extends Disposable {
  readonly client: OdooClient;
  readonly clock: FakeClock;
  readonly logger: MemoryLogger;
}

/** An Odoo client on a clock that stands still: a timeout happens only where a test moves the clock. */
export function odooTestClient(
  baseUrl: string,
  more: Partial<OdooClientOptions> = {},
  ports: Pick<OdooClientPorts, 'leadership'> = {},
): TestClient {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const client = createOdooClient(
    {
      baseUrl,
      database: 'mill',
      login: 'scada',
      password: TEST_PASSWORD,
      timeoutMs: TEST_TIMEOUT_MS,
      maxReplyBytes: 100_000,
      equipmentFailurePath: '/api/scada/equipment-failure',
      ...more,
    },
    { clock, logger, ...ports },
  );
  return { client, clock, logger, [Symbol.dispose]: () => client.close() };
}
