import type { ReactNode } from 'react';
import { useNow } from '../../../lib/now.ts';
import { useSession } from '../../../lib/session.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { recordTexts } from './record-texts.ts';

/** What only the paper has: who printed it when, and where it is signed. */
export function PrintFrame({ children }: { readonly children: ReactNode }) {
  const text = useText(recordTexts);
  return (
    <>
      {children}
      <footer className="rec-paper">
        <div className="rec-signatures">
          <span>{text.signatures.operator}</span>
          <span>{text.signatures.supervisor}</span>
        </div>
        <PrintedAt />
      </footer>
    </>
  );
}

function PrintedAt() {
  const text = useText(recordTexts);
  const format = useFormat();
  const now = useNow();
  const { user, station, version } = useSession();
  return (
    <p>
      {text.printedAt(`${format.date(now)} ${format.time(now)}`, user?.name ?? '–')} · {station} · Batchline{' '}
      {version}
    </p>
  );
}
