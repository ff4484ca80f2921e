import { type ComponentProps, useState } from 'react';

interface SettledInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  readonly value: string;
  readonly onSettle: (value: string) => void;
}

/**
 * A field whose value counts when it is left, or with Enter: for filters that the station answers, so that
 * half a word is not asked for.
 */
export function SettledInput({ value, onSettle, className = 'input', ...rest }: SettledInputProps) {
  const [draft, setDraft] = useState(value);
  const [settled, setSettled] = useState(value);
  // Changed from outside, it begins anew.
  if (value !== settled) {
    setSettled(value);
    setDraft(value);
  }
  const settle = (next: string): void => {
    if (next !== value) onSettle(next);
  };
  return (
    <input
      {...rest}
      className={className}
      value={draft}
      onChange={({ target }) => {
        setDraft(target.value);
        // Emptied by the cross in a search field: no key and no leaving will follow.
        if (target.value === '') settle('');
      }}
      onBlur={() => settle(draft.trim())}
      onKeyDown={({ key }) => {
        if (key === 'Enter') settle(draft.trim());
      }}
    />
  );
}
