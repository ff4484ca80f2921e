import type { AuditView } from '../../../shared/contract/views.ts';
import type { Cell } from '../../lib/csv.ts';
import { stampOf } from '../../lib/plant-time.ts';
import { type AuditTexts, commandName } from './texts.ts';
import { givenValues, valueChanges } from './value-changes.ts';

/** The trail as a spreadsheet gets it: a command a row, times by the mill's clock. */
export function auditRows(
  text: AuditTexts,
  entries: readonly AuditView[],
  timeZone: string,
): { readonly header: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  const columns: readonly (readonly [string, (entry: AuditView) => Cell])[] = [
    [text.at, ({ at }) => stampOf(at, timeZone)],
    [text.who, ({ actor }) => actor],
    [text.station, ({ station }) => station],
    [text.command, ({ command }) => commandName(text, command)],
    [
      text.given,
      ({ input }) =>
        givenValues(input)
          .map(({ name, value }) => `${name}: ${value}`)
          .join('; '),
    ],
    [text.mo, ({ mo_id }) => mo_id],
    [text.change, (entry) => changesText(text, entry)],
    [text.reason, ({ reason }) => reason],
    [text.outcome, ({ outcome }) => text.outcomes[outcome]],
    [text.code, ({ code }) => code],
    [text.message, ({ message }) => message],
  ];
  return {
    header: columns.map(([name]) => name),
    rows: entries.map((entry) => columns.map(([, cellOf]) => cellOf(entry))),
  };
}

function changesText(text: AuditTexts, { before, after }: AuditView): string {
  const shown = (value: string | null | undefined): string =>
    value === undefined ? text.none : (value ?? text.nothing);
  return valueChanges(before, after)
    .map((change) => `${change.name}: ${shown(change.before)} → ${shown(change.after)}`)
    .join('; ');
}
