import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { EquipmentHistoryView } from '../../../../shared/contract/equipment.ts';
import type { ComponentKey } from '../../../../shared/domain/equipment.ts';
import { Answer } from '../../../components/answer.tsx';
import { BarFigures } from '../../../components/bar-figures.tsx';
import { Button } from '../../../components/button.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { batchesAddress, DAY_COUNTS, type DayCount, dayLabel, readDayCount, totalOf } from '../days.ts';
import { texts } from '../texts.ts';

/** What it dosed day by day, and its failures. */
export function ItemHistory({ itemKey }: { readonly itemKey: ComponentKey }) {
  const [params] = useSearchParams();
  const count = readDayCount(params);
  const asked = useAnswer('equipmentHistory', { key: itemKey, days: count }, { keepPrevious: true });
  return (
    <Answer of={asked}>
      {(history) => (
        <>
          <DaysPanel history={history} count={count} />
          <FailuresPanel failures={history.failures} count={count} />
        </>
      )}
    </Answer>
  );
}

function DaysPanel({ history, count }: { readonly history: EquipmentHistoryView; readonly count: DayCount }) {
  const text = useText(texts);
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { kg, batches } = totalOf(history.days);
  const summary = text.summary(format.kg(kg), format.count(batches));
  const bars = history.days.map(({ day, kg: dosed, batches: ran }) => ({
    key: day,
    label: dayLabel(day, format.locale, 'short'),
    title: dayLabel(day, format.locale, 'long'),
    value: dosed,
    figure: text.summary(format.kg(dosed), format.count(ran)),
    to: batchesAddress(history.key, day),
  }));
  return (
    <Panel
      title={text.days(count)}
      note={summary}
      aside={
        <span className="eq-days">
          <DayChoice count={count} />
          <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {text.asTable}
          </Button>
        </span>
      }
    >
      {batches === 0 ? (
        <Empty title={text.noDays} />
      ) : (
        <BarFigures
          bars={asTable ? bars.toReversed() : bars}
          summary={summary}
          columns={[text.day, text.kg]}
          asTable={asTable}
          formatAxis={format.wholeKg}
        />
      )}
    </Panel>
  );
}

function DayChoice({ count }: { readonly count: DayCount }) {
  const text = useText(texts);
  const [, setParams] = useSearchParams();
  return (
    <fieldset className="eq-days">
      <legend className="hidden-visually">{text.daysChoice}</legend>
      {DAY_COUNTS.map((each) => (
        <Button
          key={each}
          aria-pressed={count === each}
          onClick={() => setParams(each === 30 ? {} : { days: String(each) }, { replace: true })}
        >
          {text.daysShort(each)}
        </Button>
      ))}
    </fieldset>
  );
}

function FailuresPanel({
  failures,
  count,
}: {
  readonly failures: EquipmentHistoryView['failures'];
  readonly count: DayCount;
}) {
  const text = useText(texts);
  const format = useFormat();
  return (
    <Panel title={text.failureList} note={text.failuresIn(count)}>
      {failures.length === 0 ? (
        <p className="dim">{text.noFailures}</p>
      ) : (
        <TableWrap label={text.failureList}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{text.time}</th>
                <th scope="col">{text.description}</th>
                <th scope="col">{text.state}</th>
              </tr>
            </thead>
            <tbody>
              {failures.map(({ at, description, resolved }) => (
                <tr key={`${at} ${description}`}>
                  <td className="nowrap">{format.dateTime(at)}</td>
                  <td>{description}</td>
                  <td className={resolved ? 'dim' : undefined}>
                    {resolved ? text.resolved : text.unresolved}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
    </Panel>
  );
}
