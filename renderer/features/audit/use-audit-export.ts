import type { AuditView } from '../../../shared/contract/views.ts';
import { clockNow } from '../../lib/clock.ts';
import { PAGE_ROWS } from '../../lib/collect-pages.ts';
import { toCsv } from '../../lib/csv.ts';
import { fileStampOf } from '../../lib/plant-time.ts';
import { saveText } from '../../lib/save-file.ts';
import { useSession } from '../../lib/session.ts';
import { askStation } from '../../lib/station-client.ts';
import { useText } from '../../lib/text.ts';
import { type PagedExport, usePagedExport } from '../../lib/use-paged-export.ts';
import { useView } from '../../stores/view-store.ts';
import { type AuditFilter, auditQuestion } from './audit-filter.ts';
import { auditRows } from './audit-rows.ts';
import { texts } from './texts.ts';

/** Saves every entry that fits the filter as a CSV file. */
export function useAuditExport(filter: AuditFilter): PagedExport {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const { time_zone } = useSession();
  return usePagedExport<AuditView>({
    fetchPage: async (offset) => {
      const question = { ...auditQuestion(filter, time_zone), limit: PAGE_ROWS, offset };
      const { total, entries } = await askStation('audit', question);
      return { total, rows: entries };
    },
    save: (entries) => {
      const { header, rows } = auditRows(text, entries, time_zone);
      saveText(`${text.fileName}-${fileStampOf(clockNow(), time_zone)}.csv`, toCsv(language, header, rows));
    },
  });
}
