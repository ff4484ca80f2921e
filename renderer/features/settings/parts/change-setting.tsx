import { useState } from 'react';
import type { SettingView } from '../../../../shared/contract/views.ts';
import { useUnavailable } from '../../../commands/availability.ts';
import { CommandDialog } from '../../../commands/command-dialog.tsx';
import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { useText } from '../../../lib/text.ts';
import { choicesIn } from '../range-words.ts';
import { texts } from '../texts.ts';
import { useRangeWords } from '../use-range-words.ts';

/** Gives one setting another value, or takes it back to its default. */
export function ChangeSetting({ setting }: { readonly setting: SettingView }) {
  const text = useText(texts);
  const [asking, setAsking] = useState<'change' | 'default' | null>(null);
  const cannot = useUnavailable('setSetting');
  const { names, source, secret } = setting;
  const name = names[0] ?? setting.key;
  const unavailable =
    cannot ?? (secret ? text.secretOnly : source === 'environment' ? text.fromEnvironment : null);
  return (
    <span className="set-change">
      <Button
        unavailable={unavailable}
        aria-label={`${text.change} ${name}`}
        onClick={() => setAsking('change')}
      >
        {text.change}
      </Button>
      {source === 'file' && (
        <Button
          look="plain"
          unavailable={unavailable}
          aria-label={`${text.toDefault} ${name}`}
          onClick={() => setAsking('default')}
        >
          {text.toDefault}
        </Button>
      )}
      {asking === 'change' && <NewValue setting={setting} name={name} onClose={() => setAsking(null)} />}
      {asking === 'default' && (
        <CommandDialog
          command="setSetting"
          input={{ name, value: null }}
          title={text.toDefault}
          subject={name}
          onClose={() => setAsking(null)}
        />
      )}
    </span>
  );
}

interface NewValueProps {
  readonly setting: SettingView;
  readonly name: string;
  readonly onClose: () => void;
}

function NewValue({ setting, name, onClose }: NewValueProps) {
  const text = useText(texts);
  const [typed, setTyped] = useState(setting.value ?? '');
  const rangeWords = useRangeWords();
  const choices = choicesIn(setting.range);
  return (
    <CommandDialog
      command="setSetting"
      input={{ name, value: typed.trim() === '' ? null : typed.trim() }}
      title={text.change}
      subject={`${name} · ${text.old}: ${setting.value ?? text.notSet}`}
      onClose={onClose}
    >
      <Field
        label={`${text.newValue}${setting.unit === null ? '' : ` (${setting.unit})`}`}
        hint={rangeWords(setting.range)}
      >
        {({ id, describedBy }) =>
          choices.length > 0 ? (
            <select
              id={id}
              className="input"
              aria-describedby={describedBy}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            >
              {choices.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </select>
          ) : (
            <input
              id={id}
              className="input"
              aria-describedby={describedBy}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )
        }
      </Field>
    </CommandDialog>
  );
}
