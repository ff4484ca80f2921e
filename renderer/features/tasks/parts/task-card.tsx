import { memo, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { TaskView } from '../../../../shared/contract/views.ts';
import { taskName } from '../../../../shared/text/text.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Button } from '../../../components/button.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { TASKS } from '../log-filter.ts';
import { SHAPES, stateOf } from '../task-state.ts';
import { texts } from '../texts.ts';
import { IntervalDialog } from './interval-dialog.tsx';
import { TaskFigures } from './task-figures.tsx';

/** One task: what it does, how its last run went, when the next one comes, and what can be done. */
export const TaskCard = memo(function TaskCard({
  task,
  isChosen,
}: {
  readonly task: TaskView;
  /** The address names it: it is brought into view. */
  readonly isChosen: boolean;
}) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isChosen) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const name = taskName(language, task.task);
  const number = TASKS.find((each) => each === task.task);
  const state = stateOf(task);
  return (
    <section
      ref={card}
      className={`panel task-card ${isChosen ? 'task-chosen' : ''}`}
      aria-label={`TASK ${task.task} ${name}`}
      data-task={task.task}
      data-state={state}
    >
      <header>
        <h2>
          <span className="task-number">TASK {task.task}</span> {name}
        </h2>
        <span className="task-state">
          <StateMark shape={SHAPES[state]} />
          {text.states[state]}
        </span>
      </header>
      {number !== undefined && <p className="task-about">{text.about[number]}</p>}
      <TaskFigures task={task} />
      {number !== undefined && <Actions task={task} number={number} name={name} />}
    </section>
  );
});

function Actions({
  task,
  number,
  name,
}: {
  readonly task: TaskView;
  readonly number: (typeof TASKS)[number];
  readonly name: string;
}) {
  const text = useText(texts);
  const [asking, setAsking] = useState(false);
  const subject = `TASK ${number} ${name}`;
  return (
    <footer className="task-buttons">
      <CommandButton
        command="runTask"
        input={{ task: number }}
        label={text.runNow}
        subject={subject}
        when="at-once"
        look="primary"
      />
      <CommandButton
        command="setTask"
        input={{ task: number, enabled: !task.enabled }}
        label={task.enabled ? text.switchOff : text.switchOn}
        subject={subject}
        when="ask"
      />
      <Button onClick={() => setAsking(true)}>{text.changeInterval}</Button>
      <Link className="button plain" to={`/tasks?tab=logs&task=${number}`} aria-label={text.logOf(subject)}>
        {text.openLog}
      </Link>
      {asking && (
        <IntervalDialog
          task={number}
          subject={subject}
          seconds={task.interval_seconds}
          onClose={() => setAsking(false)}
        />
      )}
    </footer>
  );
}
