import { memo } from 'react';
import { Link } from 'react-router';
import type { TaskView } from '../../../../shared/contract/views.ts';
import { taskName } from '../../../../shared/text/text.ts';
import { Age } from '../../../components/age.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';

/** What the station does by itself, one line a task. */
export const TaskStrip = memo(function TaskStrip({ tasks }: { readonly tasks: readonly TaskView[] }) {
  const text = useText(texts);
  return (
    <ul className="ov-tasks" aria-label={text.tasks}>
      {tasks.map((task) => (
        <li key={task.task}>
          <TaskLine task={task} />
        </li>
      ))}
    </ul>
  );
});

function TaskLine({ task }: { readonly task: TaskView }) {
  const text = useText(texts);
  const errorText = useErrorText();
  const language = useView((view) => view.language);
  const { last_run: last, enabled, running } = task;
  const failed = last?.outcome === 'failed';
  return (
    <Link to={`/tasks?task=${task.task}`} className="ov-task">
      <strong>
        TASK {task.task} {taskName(language, task.task)}
      </strong>
      {failed && <PriorityMark priority={3} label={errorText(last.code ?? 'INTERNAL').what} />}
      <span className="dim">
        {!enabled && text.off}
        {enabled && last === null && (running ? text.running : text.never)}
        {enabled && failed && errorText(last.code ?? 'INTERNAL').what}
        {enabled && last !== null && (
          <>
            {' '}
            <Age at={last.ended_at} /> {text.ago}
          </>
        )}
      </span>
    </Link>
  );
}
