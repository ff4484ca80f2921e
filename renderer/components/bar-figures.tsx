import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { TableWrap } from './table-wrap.tsx';

export interface BarFigure {
  readonly key: string;
  /** Below the bar, short. */
  readonly label: string;
  /** In full, for the table and under the pointer. */
  readonly title: string;
  readonly value: number;
  /** The value as it is written, with its unit. */
  readonly figure: string;
  /** Address of the rows behind it. */
  readonly to: string;
}

interface BarFiguresProps {
  readonly bars: readonly BarFigure[];
  /** The figures in a sentence, for those who do not see the chart. */
  readonly summary: string;
  /** Headings of the table: of the titles and of the figures. */
  readonly columns: readonly [string, string];
  readonly asTable: boolean;
  readonly formatAxis: (value: number) => string;
  /** Up to where a value is as it should be; drawn as a line. */
  readonly limit?: number;
}

const HEIGHT_PX = 220;
const AXIS = { tick: { fill: 'var(--dim)', fontSize: 12 }, tickLine: false, stroke: 'var(--line)' } as const;
const CURSOR = { fill: 'var(--band)', fillOpacity: 0.5 } as const;

/** One series of bars, each leading to its rows; or the same figures as a table, for keyboard and reading. */
export function BarFigures(props: BarFiguresProps) {
  return props.asTable ? (
    <FigureTable bars={props.bars} columns={props.columns} summary={props.summary} />
  ) : (
    <div role="img" aria-label={props.summary} className="bar-figures">
      <Bars {...props} />
    </div>
  );
}

function Bars({ bars, formatAxis, limit }: BarFiguresProps) {
  const navigate = useNavigate();
  const open = (index: number | string | null | undefined): void => {
    const bar = index === null || index === undefined ? undefined : bars[Number(index)];
    if (bar !== undefined) void navigate(bar.to);
  };
  const labels = new Map(bars.map(({ key, label }) => [key, label]));
  return (
    <BarChart
      responsive
      style={{ width: '100%', height: HEIGHT_PX }}
      data={[...bars]}
      margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      accessibilityLayer={false}
      onClick={({ activeTooltipIndex }) => open(activeTooltipIndex)}
    >
      <CartesianGrid vertical={false} stroke="var(--line-soft)" />
      <XAxis
        {...AXIS}
        dataKey="key"
        tickFormatter={(key: string) => labels.get(key) ?? key}
        minTickGap={14}
      />
      <YAxis {...AXIS} width={52} allowDecimals={false} axisLine={false} tickFormatter={formatAxis} />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={({ active, activeIndex }) => hint(active ? bars[Number(activeIndex)] : undefined)}
      />
      {limit !== undefined && (
        <ReferenceLine y={limit} stroke="var(--text)" strokeDasharray="6 4" ifOverflow="extendDomain" />
      )}
      <Bar dataKey="value" fill="var(--bar)" maxBarSize={46} isAnimationActive={false} />
    </BarChart>
  );
}

function hint(bar: BarFigure | undefined): ReactNode {
  if (bar === undefined) return null;
  return (
    <div className="bar-hint">
      <span className="dim">{bar.title}</span>
      <strong>{bar.figure}</strong>
    </div>
  );
}

function FigureTable({ bars, columns, summary }: Pick<BarFiguresProps, 'bars' | 'columns' | 'summary'>) {
  return (
    <div className="bar-table">
      <TableWrap label={summary}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{columns[0]}</th>
              <th scope="col" className="number">
                {columns[1]}
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ key, title, figure, to }) => (
              <tr key={key}>
                <th scope="row">
                  <Link to={to}>{title}</Link>
                </th>
                <td className="number">{figure}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </div>
  );
}
