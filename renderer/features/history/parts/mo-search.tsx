import { useEffect, useRef, useState } from 'react';
import { Field } from '../../../components/field.tsx';
import { useText } from '../../../lib/text.ts';
import { historyTexts } from '../texts.ts';

/** The search begins when nothing was typed for so long, in milliseconds. */
const TYPED_MS = 300;

/** Part of an order's name. What is typed is here; what is searched for is in the address. */
export function MoSearch({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const text = useText(historyTexts);
  const [typed, setTyped] = useState(value);
  const [given, setGiven] = useState(value);
  const timer = useRef<number | undefined>(undefined);
  // The address was changed elsewhere: cleared, or the browser went back.
  if (given !== value) {
    setGiven(value);
    if (value !== typed.trim()) setTyped(value);
  }
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const search = (next: string, afterMs: number): void => {
    setTyped(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => onChange(next.trim()), afterMs);
  };
  return (
    <Field label={text.filter.mo}>
      {({ id }) => (
        <input
          id={id}
          type="search"
          data-search
          className="input"
          maxLength={64}
          autoComplete="off"
          placeholder={text.filter.moHint}
          value={typed}
          onChange={({ target }) => search(target.value, TYPED_MS)}
          onKeyDown={({ key }) => {
            if (key === 'Enter') search(typed, 0);
          }}
        />
      )}
    </Field>
  );
}
