import { type ReactNode, useId } from 'react';

/** A labelled control: `children` is given the id that belongs to the label and that of its hint. */
export function Field({
  label,
  hint,
  wrong,
  children,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with what was typed. */
  readonly wrong?: string | null;
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => ReactNode;
}) {
  const id = useId();
  const noteId = useId();
  const note = wrong ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: note === undefined || note === null ? undefined : noteId })}
      {note !== undefined && note !== null && (
        <span id={noteId} className={wrong ? 'wrong' : 'hint'}>
          {note}
        </span>
      )}
    </div>
  );
}
