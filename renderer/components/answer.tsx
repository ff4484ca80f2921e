import type { ReactNode } from 'react';
import type { CallError } from '../lib/station-client.ts';
import { defineTexts, useErrorText, useText } from '../lib/text.ts';

const texts = defineTexts({
  id: { waiting: 'Mengambil data…', details: 'Rincian' },
  en: { waiting: 'Getting data…', details: 'Details' },
});

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: CallError | null;
}

/** What was asked for once it is here; before that that it is under way; otherwise why not. */
export function Answer<T>({
  of,
  children,
}: {
  readonly of: Asked<T>;
  readonly children: (data: T) => ReactNode;
}) {
  const text = useText(texts);
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error !== null) return <Problem error={of.error} />;
  return <p className="waiting">{text.waiting}</p>;
}

/** What happened, what it means for production, and the next step. */
export function Problem({ error }: { readonly error: { readonly code: string; readonly message: string } }) {
  const text = useText(texts);
  const { what, means, next } = useErrorText()(error.code);
  return (
    <div className="problem" role="alert">
      <strong>{what}</strong>
      <span>{means}</span>
      <span>{next}</span>
      <details>
        <summary>{text.details}</summary>
        <code>
          {error.code}: {error.message}
        </code>
      </details>
    </div>
  );
}
