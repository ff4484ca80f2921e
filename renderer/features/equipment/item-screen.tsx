import './equipment.css';
import { Link, useNavigate, useParams } from 'react-router';
import type { EquipmentView } from '../../../shared/contract/equipment.ts';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { Answer } from '../../components/answer.tsx';
import { Figures, type KeyFigure } from '../../components/figures.tsx';
import { Empty, Page, Panel } from '../../components/page.tsx';
import { useText } from '../../lib/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { batchesAddress } from './days.ts';
import { BatchNote } from './parts/batch-note.tsx';
import { EquipmentState } from './parts/equipment-state.tsx';
import { ItemAlarms } from './parts/item-alarms.tsx';
import { ItemHistory } from './parts/item-history.tsx';
import { RunningWeight } from './parts/running-cell.tsx';
import type { DosedBatch } from './reading.ts';
import { texts } from './texts.ts';
import { useEquipment } from './use-equipment.ts';

/** One silo or tank: what it does now, what it did, and what went wrong with it. */
export default function ItemScreen() {
  const text = useText(texts);
  const { key } = useParams();
  const { asked, batch } = useEquipment();
  const equipment = EQUIPMENT.find((one) => one.key === key);
  if (equipment === undefined) {
    return (
      <Page title={text.title}>
        <Empty title={text.unknownItem}>
          <Link to="/equipment">{text.unknownItemDo}</Link>
        </Empty>
      </Page>
    );
  }
  const item = asked.data?.equipment.find((one) => one.key === equipment.key);
  return (
    <Page title={equipment.name} aside={<Aside item={item} />} className="eq-page">
      <ItemAlarms itemKey={equipment.key} />
      <Answer of={{ data: item, error: asked.error }}>{(known) => <Now item={known} batch={batch} />}</Answer>
      <ItemHistory itemKey={equipment.key} />
    </Page>
  );
}

function Aside({ item }: { readonly item: EquipmentView | undefined }) {
  const text = useText(texts);
  const navigate = useNavigate();
  return (
    <>
      {item !== undefined && (
        <>
          <span>{item.material}</span>
          <span className="dim">
            {item.code} · {item.id}
          </span>
          <EquipmentState state={item.state} />
        </>
      )}
      <span className="spacer" />
      {item !== undefined && (
        <select
          aria-label={text.sibling}
          className="input eq-sibling"
          value={item.key}
          onChange={({ target }) => void navigate(`/equipment/${target.value}`)}
        >
          {EQUIPMENT.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      )}
      {item !== undefined && (
        <Link className="button" to={batchesAddress(item.key)}>
          {text.batches}
        </Link>
      )}
      <Link className="button" to="/equipment">
        {text.all}
      </Link>
    </>
  );
}

function Now({ item, batch }: { readonly item: EquipmentView; readonly batch: DosedBatch | null }) {
  return (
    <Panel>
      <Figures figures={useFigures(item, batch)} />
    </Panel>
  );
}

function useFigures(item: EquipmentView, batch: DosedBatch | null): readonly KeyFigure[] {
  const text = useText(texts);
  const format = useFormat();
  const { today, failures_30d, last_failure } = item;
  return [
    {
      name: text.running,
      value: (
        <span className="eq-now">
          <RunningWeight item={item} batch={batch} />
        </span>
      ),
      note: item.running === null ? undefined : <BatchNote batch={batch} />,
    },
    {
      name: text.today,
      value: format.kg(today.kg),
      unit: 'kg',
      note: text.todayNote(format.count(today.batches)),
    },
    {
      name: text.deviation,
      value: format.deviationPercent(today.deviation_percent),
      note: text.deviationNote,
    },
    {
      name: text.failureList,
      value: format.count(failures_30d),
      note:
        last_failure === null
          ? text.failuresNote
          : `${text.failuresNote} · ${format.dateTime(last_failure.at)}`,
    },
  ];
}
