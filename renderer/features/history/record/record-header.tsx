import type { ReactNode } from 'react';
import type { HistoryRecordView } from '../../../../shared/contract/history.ts';
import { Panel } from '../../../components/page.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { OutcomeMark } from '../parts/outcome-mark.tsx';
import { batchDeviation, cycleMs } from '../row-figures.ts';
import { recordTexts } from './record-texts.ts';

/** What ran, how it ended, and its main figures. */
export function RecordHeader({ record }: { readonly record: HistoryRecordView }) {
  const text = useText(recordTexts);
  const format = useFormat();
  const deviation = batchDeviation(record);
  return (
    <Panel className="rec-header">
      <h2 className="hidden-visually">{text.header}</h2>
      <dl className="rec-figures">
        <Fact name={text.fields.outcome}>
          <OutcomeMark status={record.status} />
        </Fact>
        <Fact name={text.fields.weight}>{format.kg(record.actual_weight)} kg</Fact>
        <Fact name={text.fields.quantity}>{format.kg(record.quantity)} kg</Fact>
        <Fact name={text.fields.deviation}>
          {format.deviationKg(deviation?.kg)} kg <small>{format.deviationPercent(deviation?.percent)}</small>
        </Fact>
        <Fact name={text.fields.cycle}>{format.duration(cycleMs(record))}</Fact>
      </dl>
      <dl className="rec-facts">
        <Fact name={text.fields.product}>{record.finished_goods ?? UNKNOWN}</Fact>
        <Fact name={text.fields.ended}>
          {format.date(record.ended_at)} {format.time(record.ended_at)}
        </Fact>
        <Fact name={text.fields.bom}>
          {record.bom_code ?? UNKNOWN}
          {record.bom_quantity !== null && ` · ${text.fields.bomSize} ${format.kg(record.bom_quantity)} kg`}
        </Fact>
        <Fact name={text.fields.equipment}>{record.equipment || UNKNOWN}</Fact>
        <Fact name={text.fields.batchNo}>{record.batch_no ?? UNKNOWN}</Fact>
        <Fact name={text.fields.slot}>{record.slot ?? UNKNOWN}</Fact>
        <Fact name={text.fields.load}>
          <code>{record.load_id ?? UNKNOWN}</code>
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
