import { kg } from '../../shared/units.ts';
import type { BatchResult, ReportOutcome, ReportStep } from '../domain/batch.ts';
import type { ReportOptions } from '../odoo/report-result.ts';
import { reportCompleted } from '../odoo/report-result.ts';
import { batchResult, MemoryProgress } from './batch-results.ts';
import { odooTestClient } from './odoo-test-client.ts';
import { ScriptedOdoo } from './scripted-odoo.ts';
import { ScriptedOrder } from './scripted-order.ts';

export const MO = 'WH/MO/00014';
export const RESULT = batchResult({ silo_a: 41.25, silo_c: 350, lq_tetes: 40 }, { weight: kg(998.5) });
export const QUANTITIES = { silo101: 41.25, silo103: 350, lq114: 40 };
export const CLOSE: ReportOptions = { closePolicy: 'close', zeroWeight: 'ask' };

export interface Plant extends AsyncDisposable {
  odoo: ScriptedOdoo;
  order: ScriptedOrder;
  progress: MemoryProgress;
  report(result?: BatchResult, options?: ReportOptions): Promise<ReportOutcome>;
  advance(ms: number): Promise<void>;
}

/** A scripted order, a client, and what earlier attempts recorded. */
export async function plant(...steps: ReportStep[]): Promise<Plant> {
  const odoo = await ScriptedOdoo.start();
  const test = odooTestClient(odoo.url);
  const progress = new MemoryProgress(...steps);
  return {
    odoo,
    order: new ScriptedOrder(odoo, MO),
    progress,
    report: (result = RESULT, options = CLOSE) => reportCompleted(test.client, result, progress, options),
    advance: (ms) => test.clock.advance(ms),
    async [Symbol.asyncDispose]() {
      test.client.close();
      await odoo[Symbol.asyncDispose]();
    },
  };
}
