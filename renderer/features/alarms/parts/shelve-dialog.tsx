import { useState } from 'react';
import { type AlarmView, SHELVE_MINUTES } from '../../../../shared/contract/alarms.ts';
import { CommandDialog } from '../../../commands/command-dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { useErrorText, useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';

const CHOICES = [15, 60, 240, 480, 'own'] as const;
type Chosen = (typeof CHOICES)[number];

/** Puts an alarm aside for a time of some minutes to a day, with a reason. */
export function ShelveDialog({
  alarm,
  onClose,
}: {
  readonly alarm: AlarmView;
  readonly onClose: () => void;
}) {
  const text = useText(texts);
  const { what } = useErrorText()(alarm.code);
  const [chosen, setChosen] = useState<Chosen>(15);
  const [own, setOwn] = useState('30');
  const minutes = chosen === 'own' ? Number(own) : chosen;
  return (
    <CommandDialog
      command="shelveAlarm"
      input={{ id: alarm.id, minutes }}
      title={text.shelve}
      subject={`${what} · ${alarm.subject}`}
      onClose={onClose}
    >
      <div className="al-shelve">
        <Field label={text.shelveFor}>
          {({ id }) => (
            <select
              id={id}
              className="input"
              value={chosen}
              onChange={({ target }) =>
                setChosen(CHOICES.find((choice) => String(choice) === target.value) ?? 15)
              }
            >
              {CHOICES.map((choice) => (
                <option key={choice} value={choice}>
                  {text.shelveTimes[choice]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {chosen === 'own' && <OwnMinutes typed={own} onType={setOwn} />}
      </div>
    </CommandDialog>
  );
}

function OwnMinutes({ typed, onType }: { readonly typed: string; readonly onType: (typed: string) => void }) {
  const text = useText(texts);
  const { min, max } = SHELVE_MINUTES;
  const minutes = Number(typed);
  const wrong = !Number.isInteger(minutes) || minutes < min || minutes > max;
  const hint = text.minutesHint(min, max);
  return (
    <Field label={text.minutes} hint={hint} wrong={wrong ? hint : null}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="number"
          className="input"
          min={min}
          max={max}
          aria-describedby={describedBy}
          aria-invalid={wrong}
          value={typed}
          onChange={({ target }) => onType(target.value)}
        />
      )}
    </Field>
  );
}
