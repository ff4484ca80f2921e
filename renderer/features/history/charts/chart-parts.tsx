import type { ReactNode } from 'react';

/** Every chart of this screen has the same height, so that rows of panels align; in CSS pixels. */
export const CHART_HEIGHT = 228;
export const MARGIN = { top: 8, right: 10, bottom: 0, left: 0 } as const;
export const TICK = { fill: 'var(--dim)', fontSize: 12 } as const;
export const AXIS = { tick: TICK, tickLine: false, stroke: 'var(--line)' } as const;
/** The bar or day under the pointer. */
export const CURSOR = { fill: 'var(--band)', fillOpacity: 0.5 } as const;

/** What tells series apart without a colour: full, hatched, or outlined. */
export type Fill = 'full' | 'hatched' | 'open';

/** How a series is painted. `scope` keeps apart the patterns of several charts on one page. */
export function paint(
  fill: Fill,
  scope: string,
): { readonly fill: string; readonly stroke?: string; readonly strokeWidth?: number } {
  switch (fill) {
    case 'full':
      return { fill: 'var(--bar)' };
    case 'hatched':
      return { fill: `url(#hatch-${scope})`, stroke: 'var(--text)', strokeWidth: 1 };
    case 'open':
      return { fill: 'var(--raised)', stroke: 'var(--bar)', strokeWidth: 1 };
  }
}

/** The hatching of `paint`; once in each drawing that uses it. */
export function Hatch({ scope }: { readonly scope: string }) {
  return (
    <defs>
      <pattern
        id={`hatch-${scope}`}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="5" height="5" fill="var(--panel)" />
        <rect width="2.4" height="5" fill="var(--text)" />
      </pattern>
    </defs>
  );
}

export interface LegendEntry {
  readonly label: string;
  readonly mark: Fill | 'line' | 'dashed' | 'dotted';
}

/** What the fills and lines of a chart mean. */
export function Legend({
  entries,
  scope,
}: {
  readonly entries: readonly LegendEntry[];
  readonly scope: string;
}) {
  return (
    <ul className="chart-legend">
      {entries.map(({ label, mark }) => (
        <li key={label}>
          <svg aria-hidden="true" width="22" height="12">
            <Mark mark={mark} scope={scope} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

function Mark({ mark, scope }: { readonly mark: LegendEntry['mark']; readonly scope: string }) {
  if (mark === 'line' || mark === 'dashed' || mark === 'dotted') {
    return <line x1="0" y1="6" x2="22" y2="6" {...lineLook(mark)} />;
  }
  const own = `${scope}-legend`;
  return (
    <>
      {mark === 'hatched' && <Hatch scope={own} />}
      <rect x="4" y="0.5" width="14" height="11" {...paint(mark, own)} />
    </>
  );
}

/** A line's look: how it is broken tells it from the others. */
export function lineLook(mark: 'line' | 'dashed' | 'dotted') {
  const broken = { line: '', dashed: '6 4', dotted: '1.5 4' } as const;
  return {
    stroke: mark === 'line' ? 'var(--text)' : 'var(--bar)',
    strokeWidth: mark === 'dotted' ? 2.6 : 1.8,
    strokeDasharray: broken[mark],
    strokeLinecap: mark === 'dotted' ? ('round' as const) : ('butt' as const),
  };
}

/** What the pointer is on: a title and its figures. */
export function ChartHint({
  title,
  figures,
}: {
  readonly title: string;
  readonly figures: readonly (readonly [name: string, value: string])[];
}): ReactNode {
  return (
    <div className="chart-hint">
      <strong>{title}</strong>
      <dl>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** What the tooltip of a chart shows for the item under the pointer. */
export function hintOf<T>(items: readonly T[], show: (item: T) => ReactNode) {
  return ({
    active,
    activeIndex,
  }: {
    active: boolean;
    activeIndex?: string | null | undefined;
  }): ReactNode => {
    const item = active && typeof activeIndex === 'string' ? items[Number(activeIndex)] : undefined;
    return item === undefined ? null : show(item);
  };
}

/** What a click anywhere above an item's place on the axis does. */
export function clickOf<T>(items: readonly T[], use: (item: T) => void) {
  return ({ activeTooltipIndex }: { activeTooltipIndex?: number | string | null | undefined }): void => {
    const item =
      activeTooltipIndex === null || activeTooltipIndex === undefined
        ? undefined
        : items[Number(activeTooltipIndex)];
    if (item !== undefined) use(item);
  };
}
