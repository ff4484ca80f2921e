import { defineTexts, useText } from '../lib/text.ts';
import { useFormat } from '../lib/use-format.ts';
import { Button } from './button.tsx';

const texts = defineTexts({
  id: {
    pages: 'Halaman',
    newest: 'Terbaru',
    newer: 'Lebih baru',
    older: 'Lebih lama',
    noNewer: 'Ini yang terbaru.',
    noOlder: 'Tidak ada yang lebih lama.',
    rows: (from: string, to: string, total: string) => `${from}–${to} dari ${total}`,
  },
  en: {
    pages: 'Pages',
    newest: 'Newest',
    newer: 'Newer',
    older: 'Older',
    noNewer: 'These are the newest.',
    noOlder: 'There are no older ones.',
    rows: (from: string, to: string, total: string) => `${from}–${to} of ${total}`,
  },
});

/** From page to page of a list that is sorted by age, the newest first. `page` counts from 0. */
export function Pager({
  page,
  pageRows,
  total,
  onPage,
}: {
  readonly page: number;
  readonly pageRows: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}) {
  const text = useText(texts);
  const format = useFormat();
  const from = page * pageRows;
  const isLast = from + pageRows >= total;
  if (page === 0 && isLast) return null;
  const noNewer = page === 0 ? text.noNewer : null;
  return (
    <nav className="pager" aria-label={text.pages}>
      <Button unavailable={noNewer} onClick={() => onPage(0)}>
        {text.newest}
      </Button>
      <Button unavailable={noNewer} onClick={() => onPage(page - 1)}>
        {text.newer}
      </Button>
      <Button unavailable={isLast ? text.noOlder : null} onClick={() => onPage(page + 1)}>
        {text.older}
      </Button>
      <span className="dim">
        {text.rows(
          format.count(Math.min(from + 1, total)),
          format.count(Math.min(from + pageRows, total)),
          format.count(total),
        )}
      </span>
    </nav>
  );
}
