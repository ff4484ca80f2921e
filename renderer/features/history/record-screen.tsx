import { ArrowLeft, Printer } from 'lucide-react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import type { HistoryRecordView } from '../../../shared/contract/history.ts';
import { Answer } from '../../components/answer.tsx';
import { Button } from '../../components/button.tsx';
import { Page, Panel } from '../../components/page.tsx';
import { useAnswer } from '../../lib/queries.ts';
import { useText } from '../../lib/text.ts';
import './history.css';
import './record/record.css';
import { ComponentsTable } from './record/components-table.tsx';
import { PrintFrame } from './record/print-frame.tsx';
import { RawWords } from './record/raw-words.tsx';
import { RecordHeader } from './record/record-header.tsx';
import { recordTexts } from './record/record-texts.ts';
import { Timeline } from './record/timeline.tsx';
import { useLightPrint } from './record/use-light-print.ts';

/** The whole record of one batch, to be read or printed. */
export default function RecordScreen() {
  const text = useText(recordTexts);
  const { id = '' } = useParams();
  useLightPrint();
  const record = useAnswer('historyRecord', { id });
  return (
    <Page title={<RecordTitle mo={record.data?.mo_id} />} className="rec" aside={<BackAndPrint />}>
      <Answer of={record}>
        {(data) => (
          <PrintFrame>
            <RecordHeader record={data} />
            <ComponentsTable record={data} />
            <div className="rec-lower">
              <Timeline timeline={data.timeline} />
              <Panel title={text.notes} className="rec-notes">
                <NotesOf record={data} />
              </Panel>
            </div>
            <RawWords fields={data.fields} />
          </PrintFrame>
        )}
      </Answer>
    </Page>
  );
}

function RecordTitle({ mo }: { readonly mo: string | undefined }) {
  const text = useText(recordTexts);
  return mo === undefined ? text.title : `${text.title} ${mo}`;
}

function BackAndPrint() {
  const text = useText(recordTexts);
  const navigate = useNavigate();
  const { key } = useLocation();
  return (
    <div className="rec-actions no-print">
      {/* Back to the page of the list that it was opened from; opened by its address, to the list as such. */}
      <Button onClick={() => void (key === 'default' ? navigate('/history') : navigate(-1))}>
        <ArrowLeft aria-hidden="true" />
        {text.back}
      </Button>
      <Button look="primary" onClick={() => window.print()}>
        <Printer aria-hidden="true" />
        {text.print}
      </Button>
    </div>
  );
}

function NotesOf({ record }: { readonly record: HistoryRecordView }) {
  const text = useText(recordTexts);
  const { notes, failure_noted, mo_id } = record;
  return (
    <>
      {failure_noted && <p>{text.failureNoted}</p>}
      {notes === null || notes.trim() === '' ? (
        <p className="dim">{text.noNotes}</p>
      ) : (
        <p className="rec-note-text">{notes}</p>
      )}
      <p className="no-print">
        <Link to={`/history?${new URLSearchParams({ range: 'all', mo: mo_id })}`}>{text.otherRuns}</Link>
      </p>
    </>
  );
}
