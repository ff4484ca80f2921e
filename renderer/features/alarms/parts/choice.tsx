import { Field } from '../../../components/field.tsx';

interface ChoiceProps<T extends string> {
  readonly label: string;
  /** What the first entry says: no choice. */
  readonly all: string;
  readonly value: T | null;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T | null) => void;
}

/** One of several, or all of them. */
export function Choice<T extends string>({ label, all, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Field label={label}>
      {({ id }) => (
        <select
          id={id}
          className="input al-choice"
          value={value ?? ''}
          onChange={({ target }) =>
            onChange(options.find((option) => option.value === target.value)?.value ?? null)
          }
        >
          <option value="">{all}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
