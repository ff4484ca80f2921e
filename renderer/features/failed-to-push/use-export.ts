import type { FailedPushView } from '../../../shared/contract/views.ts';
import { clockNow } from '../../lib/clock.ts';
import { toCsv } from '../../lib/csv.ts';
import { saveText } from '../../lib/save-file.ts';
import { useSession } from '../../lib/session.ts';
import { useText } from '../../lib/text.ts';
import { useView } from '../../stores/view-store.ts';
import { pushRows } from './push-rows.ts';
import { texts } from './texts.ts';
import { useCauseWords } from './use-cause-words.ts';

/** Saves the rows that are shown as a CSV file, named by the mill's day. */
export function useExport(): (pushes: readonly FailedPushView[]) => void {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const { time_zone } = useSession();
  const causeWords = useCauseWords();
  return (pushes) => {
    // Of all languages Swedish writes a day as ISO 8601 does.
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: time_zone }).format(clockNow());
    const { header, rows } = pushRows(text, pushes, { causeWords, timeZone: time_zone });
    saveText(`${text.fileName}-${day}.csv`, toCsv(language, header, rows));
  };
}
