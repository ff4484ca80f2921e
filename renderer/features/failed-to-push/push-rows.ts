import type { FailedPushView } from '../../../shared/contract/views.ts';
import type { Cell } from '../../lib/csv.ts';
import type { PushTexts } from './texts.ts';
import type { CauseWords } from './use-cause-words.ts';

interface RowParts {
  readonly causeWords: (push: FailedPushView) => CauseWords;
  readonly timeZone: string;
}

/** The list as a spreadsheet gets it: a result a row, times by the mill's clock. */
export function pushRows(
  text: PushTexts,
  pushes: readonly FailedPushView[],
  { causeWords, timeZone }: RowParts,
): { readonly header: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const time = (at: string | null): string | null => (at === null ? null : clock.format(new Date(at)));
  const columns: readonly (readonly [string, (push: FailedPushView) => Cell])[] = [
    [text.mo, ({ mo_id }) => mo_id],
    [text.slot, ({ batch_no }) => batch_no],
    [text.product, ({ finished_goods }) => finished_goods],
    [text.kind, ({ kind }) => text.kinds[kind]],
    [text.state, ({ state }) => text.states[state]],
    [text.since, ({ since }) => time(since)],
    [text.attempts, ({ attempts }) => attempts],
    [text.next, ({ next_attempt_at }) => time(next_attempt_at)],
    [text.cause, (push) => `${causeWords(push).what} ${causeWords(push).next}`],
    [text.code, ({ error_code }) => error_code],
    [text.message, ({ last_error }) => last_error],
    [
      text.refused,
      ({ refused_lines }) =>
        refused_lines.map(({ equipment, message }) => `${equipment}: ${message}`).join('; '),
    ],
  ];
  return {
    header: columns.map(([name]) => name),
    rows: pushes.map((push) => columns.map(([, cellOf]) => cellOf(push))),
  };
}
