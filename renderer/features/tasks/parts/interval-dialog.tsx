import { useState } from 'react';
import { CommandDialog } from '../../../commands/command-dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { useText } from '../../../lib/text.ts';
import type { TaskNumber } from '../log-filter.ts';
import { secondsOf } from '../task-state.ts';
import { texts } from '../texts.ts';

/** Asks for a task's new interval; what is none cannot be given. */
export function IntervalDialog({
  task,
  subject,
  seconds,
  onClose,
}: {
  readonly task: TaskNumber;
  readonly subject: string;
  readonly seconds: number;
  readonly onClose: () => void;
}) {
  const text = useText(texts);
  const [typed, setTyped] = useState(String(seconds));
  const wanted = secondsOf(typed);
  return (
    <CommandDialog
      command="setTask"
      input={{ task, interval_seconds: wanted ?? seconds }}
      title={text.changeInterval}
      subject={subject}
      unavailable={wanted === null ? text.secondsWrong : null}
      onClose={onClose}
    >
      <Field label={text.seconds} hint={text.secondsHint} wrong={wanted === null ? text.secondsWrong : null}>
        {({ id, describedBy }) => (
          <input
            id={id}
            className="input"
            inputMode="decimal"
            aria-describedby={describedBy}
            aria-invalid={wanted === null || undefined}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <p className="dim">{text.untilRestart}</p>
    </CommandDialog>
  );
}
