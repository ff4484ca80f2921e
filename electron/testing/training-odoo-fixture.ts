import { TrainingOdoo, type TrainingOdooOptions } from '../training/odoo/training-odoo.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryLogger } from './memory-logger.ts';
import { RawOdoo } from './raw-odoo.ts';

export const ACCOUNT = { database: 'mill', login: 'scada', password: 'training-only' } as const;

/** A training Odoo without orders of its own, and a caller that has logged in. Dispose it. */
export interface TrainingOdooFixture extends AsyncDisposable {
  readonly odoo: TrainingOdoo;
  readonly raw: RawOdoo;
  readonly clock: FakeClock;
  readonly logger: MemoryLogger;
}

export async function startTrainingOdoo(
  options: Partial<TrainingOdooOptions> = {},
): Promise<TrainingOdooFixture> {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const odoo = await TrainingOdoo.start(
    { ...ACCOUNT, seed: 1, orders: { count: 0 }, ...options },
    { clock, logger },
  );
  const raw = new RawOdoo(odoo.url);
  await raw.logIn(ACCOUNT.database, ACCOUNT.login, ACCOUNT.password);
  return { odoo, raw, clock, logger, [Symbol.asyncDispose]: () => odoo.stop() };
}
