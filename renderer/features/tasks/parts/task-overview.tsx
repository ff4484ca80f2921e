import { useSearchParams } from 'react-router';
import type { TaskView } from '../../../../shared/contract/views.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Answer } from '../../../components/answer.tsx';
import { Panel } from '../../../components/page.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';
import { TaskCard } from './task-card.tsx';

const PRESETS = ['responsive', 'concept-paper', 'conservative'] as const;
const PRESET_SETTING = 'INTERVAL_PRESET';

/** The schedule as a whole, and a card for each task. */
export function TaskOverview() {
  const asked = useAnswer('tasks', {});
  const [params] = useSearchParams();
  const chosen = params.get('task');
  return (
    <Answer of={asked}>
      {({ tasks }) => (
        <div className="grid">
          <Schedule tasks={tasks} />
          <div className="task-cards">
            {tasks.map((task) => (
              <TaskCard key={task.task} task={task} isChosen={chosen === String(task.task)} />
            ))}
          </div>
        </div>
      )}
    </Answer>
  );
}

function Schedule({ tasks }: { readonly tasks: readonly TaskView[] }) {
  const text = useText(texts);
  const off = tasks.filter(({ enabled }) => !enabled).length;
  const isStopped = off === tasks.length;
  return (
    <Panel title={text.schedule} note={text.scheduleNote}>
      <div className="task-schedule">
        <span className="task-schedule-state" data-off={off}>
          <StateMark shape={isStopped ? 'off' : 'running'} />
          <strong>{off === 0 ? text.allOn : isStopped ? text.allOff : text.someOff(off)}</strong>
        </span>
        <span className="task-buttons">
          <CommandButton
            command="setScheduler"
            input={{ enabled: false }}
            label={text.stopAll}
            subject={text.allTasks}
            when="ask"
            unavailable={isStopped ? text.isStopped : null}
          />
          <CommandButton
            command="setScheduler"
            input={{ enabled: true }}
            label={text.startAll}
            subject={text.allTasks}
            when="ask"
            unavailable={off === 0 ? text.isRunning : null}
          />
        </span>
        <Presets />
      </div>
    </Panel>
  );
}

function Presets() {
  const text = useText(texts);
  const { data } = useAnswer('settings', {});
  const used = data?.settings.find(({ names }) => names.includes(PRESET_SETTING))?.value;
  return (
    <fieldset className="task-presets">
      <legend>
        {text.presets} <span className="dim">({text.presetHint})</span>
      </legend>
      {PRESETS.map((preset) => (
        <CommandButton
          key={preset}
          command="applyPreset"
          input={{ preset }}
          label={used === preset ? `${text.presetNames[preset]} · ${text.inUse}` : text.presetNames[preset]}
          subject={text.presets}
          when="ask"
        />
      ))}
    </fieldset>
  );
}
