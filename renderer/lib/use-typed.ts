import { useState } from 'react';

/**
 * The text of an input whose value is kept elsewhere, as in the address: the router takes its time to give it
 * back, and keys that come meanwhile must not be lost. What is typed shows at once; what comes back is told from
 * a change that was made elsewhere.
 */
export function useTyped(value: string, onChange: (typed: string) => void): [string, (next: string) => void] {
  const [typed, setTyped] = useState(value);
  const [given, setGiven] = useState(value);
  /** What was passed on and has not come back yet, oldest first. */
  const [sent, setSent] = useState<readonly string[]>([]);
  if (given !== value) {
    setGiven(value);
    const echo = sent.indexOf(value);
    setSent(sent.slice(echo + 1));
    if (echo === -1) setTyped(value);
  }
  const type = (next: string): void => {
    setTyped(next);
    setSent([...sent, next]);
    onChange(next);
  };
  return [typed, type];
}
