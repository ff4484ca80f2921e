import { type RawBuilder, sql } from 'kysely';
import { type ComponentKey, EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { actualColumnOf, targetColumnOf } from '../batch-rows.ts';

/** A weight as it may be added up: NaN, infinity and negative values of an adopted table count as missing. */
function goodKg(column: string): RawBuilder<number | null> {
  const ref = sql.ref(column);
  return sql<number | null>`case when ${ref} >= 0 and ${ref} < 'infinity' then ${ref} end`;
}

/** How far `actual` is off `target`, in percent of it; null where nothing was to be dosed, or is not known. */
export function percentOff(
  target: RawBuilder<number | null>,
  actual: RawBuilder<number | null>,
): RawBuilder<number | null> {
  return sql`case when ${target} > 0 then (${actual} - ${target}) / ${target} * 100 end`;
}

/** The same of one component of a row of mo_histories. */
export function componentPercentOff(key: ComponentKey): RawBuilder<number | null> {
  return percentOff(goodKg(targetColumnOf(key)), goodKg(actualColumnOf(key)));
}

/**
 * The 15 components of a row of `alias` as rows of their own: `key`, `target`, `actual`. To be joined
 * laterally; values are kg, null where a column holds no weight.
 */
export function componentRows(alias: string): RawBuilder<unknown> {
  const rows = EQUIPMENT.map(
    ({ key }) =>
      sql`(${sql.lit(key)}, ${goodKg(`${alias}.${targetColumnOf(key)}`)}, ${goodKg(`${alias}.${actualColumnOf(key)}`)})`,
  );
  return sql`(values ${sql.join(rows)}) as component (key, target, actual)`;
}
