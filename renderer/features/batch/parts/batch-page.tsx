import { Link } from 'react-router';
import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import type { BatchView } from '../../../../shared/contract/views.ts';
import { Age } from '../../../components/age.tsx';
import { Answer } from '../../../components/answer.tsx';
import { Empty, Page, Panel } from '../../../components/page.tsx';
import { shownPhase } from '../../../lib/batch-phase.ts';
import { UNKNOWN } from '../../../lib/format.ts';
import { urgencyOf } from '../../../lib/phase-shape.ts';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';
import { useQueue } from '../use-queue.ts';
import { ActionsPanel } from './actions-panel.tsx';
import { ArchivedMatches } from './archived-matches.tsx';
import { Attention } from './attention.tsx';
import { BatchStrip } from './batch-strip.tsx';
import { ComponentsPanel } from './components-panel.tsx';
import { Phase } from './phase.tsx';
import { Timeline } from './timeline.tsx';
import { WeightPanel } from './weight-panel.tsx';
import { WordsPanel } from './words-panel.tsx';

/** One batch of the queue: what it is, how far it is, what can be done with it. */
export function BatchPage({ moId }: { readonly moId: string }) {
  const { answer, batches } = useQueue();
  const isQueued = batches.some(({ mo_id }) => mo_id === moId);
  const asked = useAnswer('batch', { mo_id: moId }, { enabled: isQueued });
  // What was last known of a batch that has left the queue is not shown as if it were still there.
  const isGone = (answer.data !== undefined && !isQueued) || asked.error?.code === 'NOT_FOUND';
  const known = asked.data?.batch;
  return (
    <Page
      title={moId}
      className="batch-page"
      aside={isGone || known === undefined ? null : <Heading batch={known} />}
    >
      <BatchStrip batches={batches} current={moId} />
      {isGone ? (
        <Gone moId={moId} wasHere={known !== undefined} />
      ) : (
        <Answer
          of={
            asked.data === undefined && answer.error !== null
              ? { data: undefined, error: answer.error }
              : asked
          }
        >
          {(answer) => <Details answer={answer} />}
        </Answer>
      )}
    </Page>
  );
}

function Heading({ batch }: { readonly batch: BatchView }) {
  const text = useText(texts);
  const format = useFormat();
  const { since } = shownPhase(batch);
  return (
    <>
      <span className="batch-product">{batch.finished_goods ?? UNKNOWN}</span>
      <span className={urgencyOf(batch) !== null ? 'chip abnormal' : 'chip'} data-phase={batch.phase}>
        <Phase batch={batch} />
        {since !== null && (
          <span className="note">
            <Age at={since} />
          </span>
        )}
      </span>
      <span className="chip">{text.inSlot(batch.batch_no)}</span>
      <span className="chip">
        <span className="note">{text.quantity}</span> {format.wholeKg(batch.consumption)} kg
      </span>
      <span className="spacer" />
      <Link to="/batch">{text.toList}</Link>
    </>
  );
}

function Details({ answer }: { readonly answer: QueryOutput<'batch'> }) {
  const { batch, fields, timeline } = answer;
  const { data } = useAnswer('failedToPush', {});
  const push = data?.batches.find(({ mo_id }) => mo_id === batch.mo_id);
  return (
    <>
      <Attention batch={batch} push={push} />
      <div className="batch-columns">
        <ComponentsPanel batch={batch} />
        <div className="batch-side">
          <WeightPanel batch={batch} />
          <ActionsPanel batch={batch} push={push} />
        </div>
      </div>
      <Timeline timeline={timeline} />
      <WordsPanel fields={fields} />
    </>
  );
}

function Gone({ moId, wasHere }: { readonly moId: string; readonly wasHere: boolean }) {
  const text = useText(texts);
  return (
    <>
      <Panel>
        <Empty title={wasHere ? text.goneNow(moId) : text.gone(moId)}>
          {text.goneDo} <Link to="/batch">{text.toList}</Link>
        </Empty>
      </Panel>
      <ArchivedMatches mo={moId} />
    </>
  );
}
