import { useState } from 'react';
import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import { BarFigures } from '../../../components/bar-figures.tsx';
import { Button } from '../../../components/button.tsx';
import { Figures } from '../../../components/figures.tsx';
import { Panel } from '../../../components/page.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { historyAddress } from '../history-filter.ts';
import { ACCEPTABLE_PER_HOUR, endOfHour, loadFigures } from '../load-figures.ts';
import { loadTexts } from '../load-texts.ts';
import { ChatteringPanel, FloodPanel, StalePanel, WorstPanel } from './load-lists.tsx';

type AlarmLoad = QueryOutput<'alarmLoad'>;

export function LoadView({ load }: { readonly load: AlarmLoad }) {
  return (
    <>
      <Panel>
        <LoadFigures load={load} />
      </Panel>
      <HoursPanel load={load} />
      <div className="al-lists">
        <WorstPanel load={load} />
        <FloodPanel load={load} />
        <ChatteringPanel load={load} />
        <StalePanel load={load} />
      </div>
    </>
  );
}

function LoadFigures({ load }: { readonly load: AlarmLoad }) {
  const text = useText(loadTexts);
  const format = useFormat();
  const { total, perHour, peak, floodPercent } = loadFigures(load);
  return (
    <Figures
      figures={[
        { name: text.total, value: format.count(total) },
        {
          name: text.average,
          value: format.number(perHour, 1),
          note: text.averageNote(format.count(ACCEPTABLE_PER_HOUR)),
        },
        {
          name: text.peak,
          value: peak === null ? UNKNOWN : format.count(peak.count),
          ...(peak !== null && { note: format.dateTime(peak.hour).slice(0, -3) }),
        },
        { name: text.flood, value: format.percent(floodPercent), note: text.floodNote(load.floods.length) },
      ]}
    />
  );
}

/** With an hour's minutes, without its seconds. */
function useHourLabel(): (hour: string) => { readonly label: string; readonly title: string } {
  const format = useFormat();
  return (hour) => ({
    label: format.time(hour).slice(0, 5),
    title: `${format.dateTime(hour).slice(0, -3)}–${format.time(endOfHour(hour)).slice(0, 5)}`,
  });
}

function HoursPanel({ load }: { readonly load: AlarmLoad }) {
  const text = useText(loadTexts);
  const format = useFormat();
  const hourLabel = useHourLabel();
  const [asTable, setAsTable] = useState(false);
  const { total, peak } = loadFigures(load);
  const toggle = (
    <Button className="al-toggle" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
      {text.asTable}
    </Button>
  );
  return (
    <Panel title={text.perHour} note={text.perHourNote(format.count(ACCEPTABLE_PER_HOUR))} aside={toggle}>
      <BarFigures
        asTable={asTable}
        columns={[text.hour, text.count]}
        summary={text.summary(format.count(total), format.count(peak?.count ?? 0))}
        formatAxis={format.count}
        limit={ACCEPTABLE_PER_HOUR}
        bars={load.per_hour.map(({ hour, count }) => ({
          key: hour,
          ...hourLabel(hour),
          value: count,
          figure: format.count(count),
          to: historyAddress({ span: null, from: hour, to: endOfHour(hour), change: 'raised' }),
        }))}
      />
    </Panel>
  );
}
