import { sql } from 'kysely';
import type { CommandGiven, CommandName, CommandOutput } from '../../../shared/contract/contract.ts';
import type { AuditView, PreviewView } from '../../../shared/contract/views.ts';
import { codeOf, type ErrorCode } from '../../../shared/errors.ts';
import type { PlantFixture } from '../../testing/plant-fixture.ts';
import type { Caller } from '../commands/command-handler.ts';
import type { Station } from '../station.ts';

/** A supervisor with a reason: nothing is refused for want of a right. */
export const SUPERVISOR: Caller = {
  actor: 'Sari',
  role: 'supervisor',
  station: 'control room',
  reason: 'agreed with the shift leader',
};

/** The words that commands may change: both areas, failures and weighings. */
const FIRST_WORD = 6000;
const WORDS = 3_013;

/** Everything that a command can change, as it stands at one moment. */
export interface PlantState {
  readonly words: readonly number[];
  readonly queue: readonly unknown[];
  readonly history: readonly unknown[];
  readonly loads: readonly unknown[];
  readonly outbox: readonly unknown[];
  readonly odoo: readonly unknown[];
}

export async function stateOf(plant: PlantFixture, station: Station): Promise<PlantState> {
  const rows = async (table: string): Promise<readonly unknown[]> =>
    (
      await sql<{
        row: unknown;
      }>`select to_jsonb(t) as row from ${sql.table(table)} t order by t::text`.execute(plant.database.db)
    ).rows;
  return {
    words: plant.plc.memory.read(FIRST_WORD, WORDS),
    queue: await rows('mo_batch'),
    history: await rows('mo_histories'),
    loads: await rows('load'),
    outbox: station.outbox.entries(),
    odoo: plant.odoo.books.orders(),
  };
}

/** Addresses of the words that differ, with what they are now. */
export function changedWords(before: PlantState, after: PlantState): Record<number, number> {
  return Object.fromEntries(
    after.words.flatMap((word, index) => (word === before.words[index] ? [] : [[FIRST_WORD + index, word]])),
  );
}

/** Carries a command out; null when it was, else the code of its refusal or failure. */
export async function codeOfAttempt<N extends CommandName>(
  station: Station,
  name: N,
  input: CommandGiven<N>,
  caller: Caller = SUPERVISOR,
): Promise<ErrorCode | null> {
  try {
    await station.api.execute(name, input, caller);
    return null;
  } catch (thrown) {
    return codeOf(thrown);
  }
}

/** What a preview told, and then the command itself: the preview must have changed nothing. */
export async function previewAndExecute<N extends CommandName>(
  plant: PlantFixture,
  station: Station,
  name: N,
  input: CommandGiven<N>,
): Promise<{ preview: PreviewView; before: PlantState; output: CommandOutput<N> }> {
  const untouched = await stateOf(plant, station);
  const preview = await station.api.preview(name, input, SUPERVISOR);
  const before = await stateOf(plant, station);
  if (JSON.stringify(untouched) !== JSON.stringify(before))
    throw new Error(`the preview of ${name} changed something`);
  const output = await station.api.execute(name, input, SUPERVISOR);
  return { preview, before, output };
}

/** The newest record of a command. */
export async function lastAudit(station: Station, command: CommandName): Promise<AuditView> {
  const { entries } = await station.api.query('audit', { limit: 1000 });
  const entry = entries.find((view) => view.command === command);
  if (entry === undefined) throw new Error(`${command} left no record`);
  return entry;
}

/** A consequence's key with its values in one line. */
export function told(preview: PreviewView): string[] {
  const { plc, database, odoo } = preview;
  return [...plc, ...database, ...odoo].map(({ key, values }) => [key, ...Object.values(values)].join(' '));
}
