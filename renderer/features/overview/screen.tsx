import './overview.css';
import type { BatchStatusView } from '../../../shared/contract/views.ts';
import { Age } from '../../components/age.tsx';
import { Answer } from '../../components/answer.tsx';
import { Empty, Panel } from '../../components/page.tsx';
import { shownPhase } from '../../lib/batch-phase.ts';
import { useNow } from '../../lib/now.ts';
import { qualityOf } from '../../lib/quality.ts';
import { useAnswer } from '../../lib/queries.ts';
import { useText } from '../../lib/text.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { DayCounters } from './parts/day-counters.tsx';
import { IntakePanel } from './parts/intake-panel.tsx';
import { SiloChart } from './parts/silo-chart.tsx';
import { SlotCard } from './parts/slot-card.tsx';
import { TaskStrip } from './parts/task-strip.tsx';
import { TrendsPanel } from './parts/trends-panel.tsx';
import { dosedBatch, siloFigures, slotsOf } from './slots.ts';
import { texts } from './texts.ts';

/** The task that reads the PLC: its interval says how old a reading may be. */
const PLC_READ_TASK = 2;
const USUAL_POLL_MS = 2_000;
/** Counters, trends and the intake's state change also without an event: the day ends, an hour passes. */
const OVERVIEW_EVERY_MS = 15_000;

/** L1: the whole plant at a glance. */
export default function OverviewScreen() {
  const text = useText(texts);
  const queue = useAnswer('batchStatus', {});
  const overview = useAnswer('overview', {}, { everyMs: OVERVIEW_EVERY_MS });
  const tasks = useAnswer('tasks', {});
  const pollSeconds = tasks.data?.tasks.find(({ task }) => task === PLC_READ_TASK)?.interval_seconds;
  const pollMs = pollSeconds === undefined ? USUAL_POLL_MS : pollSeconds * 1000;
  return (
    <div className="page ov-page">
      <h1 className="hidden-visually">{text.title}</h1>
      <Answer of={queue}>{(data) => <Queue queue={data} pollMs={pollMs} />}</Answer>
      <div className="ov-middle">
        <Answer of={queue}>{(data) => <Dosing queue={data} pollMs={pollMs} />}</Answer>
        <div className="ov-side">
          <Answer of={overview}>
            {(data) => (
              <>
                <DayCounters overview={data} />
                <IntakePanel overview={data} />
                <TrendsPanel trends={data.trends} />
              </>
            )}
          </Answer>
        </div>
      </div>
      <Answer of={tasks}>{(data) => <TaskStrip tasks={data.tasks} />}</Answer>
    </div>
  );
}

interface QueueProps {
  readonly queue: BatchStatusView;
  readonly pollMs: number;
}

/** The newest reading of any slot. */
function lastRead({ batches }: BatchStatusView): string | null {
  return batches.reduce<string | null>(
    (latest, { last_read_from_plc: at }) => (at !== null && (latest === null || at > latest) ? at : latest),
    null,
  );
}

function useStale(queue: BatchStatusView, pollMs: number): boolean {
  const now = useNow();
  const connected = useConnection(({ state }) => state === 'up');
  return qualityOf(lastRead(queue), now, pollMs, connected) === 'stale';
}

function Queue({ queue, pollMs }: QueueProps) {
  const text = useText(texts);
  const { data: config } = useAnswer('plcConfig', {});
  const stale = useStale(queue, pollMs);
  const slots = config?.slots ?? Math.max(1, ...queue.batches.map(({ batch_no }) => batch_no));
  return (
    <section aria-labelledby="ov-queue">
      <div className="panel-head">
        <h2 id="ov-queue">{text.queue}</h2>
        <span className="note dim">
          {text.slots(slots)} · {text.readAgo} <Age at={lastRead(queue)} /> {text.ago}
          {queue.remembered && ` · ${text.remembered}`}
        </span>
      </div>
      <ul className="ov-slots">
        {slotsOf(queue.batches, slots).map((batch, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the slot
          <SlotCard key={index} slot={index + 1} batch={batch} stale={stale && batch !== null} />
        ))}
      </ul>
    </section>
  );
}

function Dosing({ queue, pollMs }: QueueProps) {
  const text = useText(texts);
  const stale = useStale(queue, pollMs);
  const batch = dosedBatch(queue.batches);
  if (batch === null) {
    return (
      <Panel title={text.dosing} className="ov-dosing">
        <Empty title={text.noDosing}>{text.noDosingNext}</Empty>
      </Panel>
    );
  }
  const named = shownPhase(batch).phase === 'running' ? text.dosingOf : text.lastOf;
  return (
    <Panel
      title={named(batch.batch_no, batch.mo_id, batch.finished_goods ?? '–')}
      note={text.dosingLegend}
      className="ov-dosing"
    >
      <SiloChart figures={siloFigures(batch)} stale={stale} />
    </Panel>
  );
}
