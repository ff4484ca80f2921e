import { Field } from '../../../components/field.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { faultOf, type ParameterField } from '../parameter-fields.ts';
import { texts } from '../texts.ts';

interface ParameterInputProps {
  readonly field: ParameterField;
  readonly label: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

export function ParameterInput({ field, label, typed, onType }: ParameterInputProps) {
  const text = useText(texts);
  const format = useFormat();
  const { min, max, nullable, kind } = field;
  const fault = faultOf(field, typed);
  const range = min !== null && max !== null ? text.range(format.count(min), format.count(max)) : null;
  const hint = [range, nullable ? text.emptyMeans : null].filter((part) => part !== null).join(' · ');
  const choices = kind === 'flag' ? ['true', 'false'] : field.choices;
  return (
    <Field
      label={label}
      hint={hint === '' ? undefined : hint}
      wrong={fault === null ? null : text.wrong[fault]}
    >
      {({ id, describedBy }) =>
        choices.length > 0 ? (
          <select
            id={id}
            className="input"
            aria-describedby={describedBy}
            value={typed}
            onChange={({ target }) => onType(target.value)}
          >
            {nullable && <option value="">–</option>}
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            className="input"
            aria-describedby={describedBy}
            aria-invalid={fault !== null}
            inputMode={kind === 'number' || kind === 'integer' ? 'decimal' : 'text'}
            value={typed}
            onChange={({ target }) => onType(target.value)}
          />
        )
      }
    </Field>
  );
}
