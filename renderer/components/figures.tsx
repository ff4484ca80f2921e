import type { ReactNode } from 'react';

export interface KeyFigure {
  readonly name: string;
  readonly value: ReactNode;
  readonly unit?: string;
  /** What it is compared with, or what it means. */
  readonly note?: ReactNode;
}

/** Figures side by side that sum up a screen. */
export function Figures({ figures }: { readonly figures: readonly KeyFigure[] }) {
  return (
    <dl className="figures">
      {figures.map(({ name, value, unit, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {unit !== undefined && <small> {unit}</small>}
            {note !== undefined && <span className="note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
