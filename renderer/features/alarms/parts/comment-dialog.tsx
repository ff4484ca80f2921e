import { useState } from 'react';
import type { AlarmView } from '../../../../shared/contract/alarms.ts';
import { useUnavailable } from '../../../commands/availability.ts';
import { useCommand } from '../../../commands/use-command.ts';
import { Problem } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { useErrorText, useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';

const MIN_LETTERS = 3;
const MAX_LETTERS = 500;

/** Writes what the next shift should know of an alarm. Nothing in the plant changes: no preview is shown. */
export function CommentDialog({
  alarm,
  onClose,
}: {
  readonly alarm: AlarmView;
  readonly onClose: () => void;
}) {
  const text = useText(texts);
  const { what } = useErrorText()(alarm.code);
  const [typed, setTyped] = useState(alarm.comment ?? '');
  const cannot = useUnavailable('commentAlarm');
  const { mutate, isPending, error } = useCommand('commentAlarm');
  const comment = typed.trim();
  const tooShort = comment.length < MIN_LETTERS;
  const give = (): void =>
    mutate({ input: { id: alarm.id, text: comment }, reason: null }, { onSuccess: onClose });
  return (
    <Dialog title={text.comment} description={`${what} · ${alarm.subject}`} onClose={onClose}>
      <Field
        label={text.comment}
        hint={text.commentHint}
        wrong={tooShort && typed !== '' ? text.tooShort : null}
      >
        {({ id, describedBy }) => (
          <textarea
            id={id}
            aria-describedby={describedBy}
            className="input"
            maxLength={MAX_LETTERS}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      {error !== null && <Problem error={error} />}
      <footer>
        <Button onClick={onClose}>{text.back}</Button>
        <Button
          look="primary"
          pending={isPending}
          unavailable={cannot ?? (tooShort ? text.tooShort : null)}
          onClick={give}
        >
          {text.save}
        </Button>
      </footer>
    </Dialog>
  );
}
