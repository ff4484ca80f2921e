import type { ReactNode } from 'react';
import type { TaskView } from '../../../../shared/contract/views.ts';
import { Age } from '../../../components/age.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import type { Format } from '../../../lib/format.ts';
import { useNow } from '../../../lib/now.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useView } from '../../../stores/view-store.ts';
import { outcomeWords } from '../outcome-words.ts';
import { texts } from '../texts.ts';

const SECOND_MS = 1_000;

type LastRun = NonNullable<TaskView['last_run']>;

/** How the last run went, when the next one comes, and how often it ran. */
export function TaskFigures({ task }: { readonly task: TaskView }) {
  const text = useText(texts);
  const format = useFormat();
  const { last_run: last } = task;
  return (
    <dl className="task-figures">
      <Figure name={text.outcome} wide>
        {last === null ? <span className="dim">{text.never}</span> : <Outcome run={last} />}
      </Figure>
      <Figure name={text.lastRun}>
        {last === null ? (
          text.never
        ) : (
          <>
            {format.time(last.ended_at)}{' '}
            <small className="dim">
              <Age at={last.ended_at} /> {text.ago}, {text.causes[last.cause]}
            </small>
          </>
        )}
      </Figure>
      <Figure name={text.next}>
        {task.next_run_at === null ? text.notPlanned : <Countdown at={task.next_run_at} />}
      </Figure>
      <Figure name={text.duration}>{durationText(format, last)}</Figure>
      <Figure name={text.interval}>
        {text.every} {format.duration(task.interval_seconds * 1000)}
      </Figure>
      <Figure name={text.runs}>
        {format.count(task.runs)} {text.times}
      </Figure>
      <Figure name={text.failures}>
        {task.failures_in_a_row > 0 ? (
          <strong>{text.failuresText(format.count(task.failures_in_a_row))}</strong>
        ) : (
          '0'
        )}
      </Figure>
    </dl>
  );
}

/** Most runs take milliseconds: a tenth of a second would be nothing. */
function durationText(format: Format, run: LastRun | null): string {
  if (run !== null && run.duration_ms < SECOND_MS) return `${format.count(run.duration_ms)} ms`;
  return format.duration(run?.duration_ms);
}

function Figure({
  name,
  wide = false,
  children,
}: {
  readonly name: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={wide ? 'task-wide' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A failure with what it means and what to do; the station's own saying below it. */
function Outcome({ run: { outcome, message, code } }: { readonly run: LastRun }) {
  const text = useText(texts);
  const errorText = useErrorText();
  const language = useView((view) => view.language);
  if (outcome !== 'failed') {
    return (
      <>
        <strong>{text.outcomes[outcome]}</strong>
        <span className="task-said">{outcomeWords(language, message)}</span>
      </>
    );
  }
  const { what, next } = errorText(code ?? 'INTERNAL');
  return (
    <>
      <span className="task-failed">
        <PriorityMark priority={3} label={text.outcomes.failed} />
        <strong>{what}</strong>
      </span>
      <span>{next}</span>
      <code className="task-said" lang="en">
        {code}: {message}
      </code>
    </>
  );
}

/** How long until then, counting down. */
function Countdown({ at }: { readonly at: string }) {
  const text = useText(texts);
  const format = useFormat();
  const leftMs = Date.parse(at) - useNow();
  return <>{leftMs <= 0 ? text.now : `${text.nextIn} ${format.duration(leftMs)}`}</>;
}
