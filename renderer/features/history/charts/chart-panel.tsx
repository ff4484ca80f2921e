import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { chartTexts } from './chart-texts.ts';

export interface ChartRow {
  readonly key: string;
  readonly label: string;
  /** Address of the rows behind it; null where they cannot be told apart. */
  readonly to: string | null;
  readonly cells: readonly string[];
}

interface ChartPanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly className?: string;
  /** The figures in a sentence, for those who do not see the chart. */
  readonly summary: string;
  /** Headings of the table: that of the labels, then those of the cells. */
  readonly columns: readonly string[];
  /** The chart's figures, one row a bar or point; without any there is nothing to draw. */
  readonly rows: readonly ChartRow[];
  readonly empty: string;
  readonly legend?: ReactNode;
  readonly children: ReactNode;
}

/** A chart that can be read as a table instead: every figure exact, and every row leading to its batches. */
export function ChartPanel(props: ChartPanelProps) {
  const { title, note, className = '', summary, columns, rows, empty, legend, children } = props;
  const text = useText(chartTexts);
  const [asTable, setAsTable] = useState(false);
  const toggle = rows.length > 0 && (
    <Button
      className="chart-toggle"
      aria-pressed={asTable}
      aria-label={text.asTableOf(title)}
      onClick={() => setAsTable(!asTable)}
    >
      {text.asTable}
    </Button>
  );
  return (
    <Panel title={title} note={note} aside={toggle} className={`chart-panel ${className}`}>
      {rows.length === 0 && <Empty title={empty} />}
      {rows.length > 0 && asTable && <ChartTable title={title} columns={columns} rows={rows} />}
      {rows.length > 0 && !asTable && (
        <>
          {legend}
          <div role="img" aria-label={text.figuresInTable(title, summary)} className="chart">
            {children}
          </div>
        </>
      )}
    </Panel>
  );
}

function ChartTable({ title, columns, rows }: Pick<ChartPanelProps, 'title' | 'columns' | 'rows'>) {
  return (
    <div className="chart-table">
      <TableWrap label={title}>
        <table className="table">
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={column} scope="col" className={index === 0 ? '' : 'number'}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, to, cells }) => (
              <tr key={key}>
                <th scope="row">{to === null ? label : <Link to={to}>{label}</Link>}</th>
                {cells.map((cell, index) => (
                  <td key={columns[index + 1]} className="number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </div>
  );
}
