import type { LogLineView } from '../../../shared/contract/views.ts';
import { clockNow } from '../../lib/clock.ts';
import { PAGE_ROWS } from '../../lib/collect-pages.ts';
import { fileStampOf } from '../../lib/plant-time.ts';
import { saveText } from '../../lib/save-file.ts';
import { useSession } from '../../lib/session.ts';
import { askStation } from '../../lib/station-client.ts';
import { useText } from '../../lib/text.ts';
import { type PagedExport, usePagedExport } from '../../lib/use-paged-export.ts';
import { type LogFilter, logQuestion } from './log-filter.ts';
import { logText } from './log-text.ts';
import { texts } from './texts.ts';

/** Saves every line that fits the filter as a text file. */
export function useLogExport(filter: LogFilter): PagedExport {
  const text = useText(texts);
  const { time_zone } = useSession();
  const pagedExport = usePagedExport<LogLineView>({
    fetchPage: async (offset) => {
      const { total, lines } = await askStation('logs', {
        ...logQuestion(filter, time_zone),
        limit: PAGE_ROWS,
        offset,
      });
      return { total, rows: lines };
    },
    save: (lines) => {
      const name = `${text.log.fileName}-${fileStampOf(clockNow(), time_zone)}.txt`;
      saveText(name, logText(lines, time_zone), 'text/plain');
    },
  });
  return pagedExport;
}
