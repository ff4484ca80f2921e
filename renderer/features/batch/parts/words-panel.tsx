import type { DecodedFieldView } from '../../../../shared/contract/overview.ts';
import { Empty, Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { type BatchTexts, texts } from '../texts.ts';
import { addressText, type ComponentWords, hexText, weightOf, wordGroups } from '../word-groups.ts';

/** The raw words of the batch's READ slot beside what they mean. Closed until somebody wants to look into it. */
export function WordsPanel({ fields }: { readonly fields: readonly DecodedFieldView[] }) {
  const text = useText(texts);
  const { order, components, state } = wordGroups(fields);
  return (
    <Panel className="batch-words">
      <details>
        <summary>
          <h2>{text.words}</h2> <span className="dim">{text.wordsNote}</span>
        </summary>
        {fields.length === 0 ? (
          <Empty title={text.noWords}>{text.noWordsDo}</Empty>
        ) : (
          <div className="batch-word-groups">
            <div className="grid">
              <FieldTable title={text.wordGroups.order} fields={order} />
              <FieldTable title={text.wordGroups.state} fields={state} />
            </div>
            <ComponentTable components={components} />
          </div>
        )}
      </details>
    </Panel>
  );
}

function FieldTable({
  title,
  fields,
}: {
  readonly title: string;
  readonly fields: readonly DecodedFieldView[];
}) {
  const text = useText(texts);
  return (
    <section>
      <h3>{title}</h3>
      <TableWrap label={`${text.words}: ${title}`}>
        <table className="table batch-word-table">
          <thead>
            <tr>
              <th scope="col">{text.address}</th>
              <th scope="col">{text.meaning}</th>
              <th scope="col">{text.raw}</th>
              <th scope="col">{text.value}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.address}>
                <th scope="row" className="mono nowrap">
                  {addressText(field)}
                </th>
                <td>{nameOf(text, field.field)}</td>
                <td className="mono batch-hex">{hexText(field.words)}</td>
                <td>
                  <Value field={field} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </section>
  );
}

function ComponentTable({ components }: { readonly components: readonly ComponentWords[] }) {
  const text = useText(texts);
  return (
    <section>
      <h3>{text.wordGroups.components}</h3>
      <TableWrap label={`${text.words}: ${text.wordGroups.components}`}>
        <table className="table batch-word-table">
          <thead>
            <tr>
              <th scope="col">{text.address}</th>
              <th scope="col">{text.silo}</th>
              <th scope="col">{text.raw}</th>
              <th scope="col" className="number">
                {text.id}
              </th>
              <th scope="col" className="number">
                {text.actual}
              </th>
            </tr>
          </thead>
          <tbody>
            {components.map(({ equipment, id, consumption }) => (
              <tr key={equipment.key}>
                <th scope="row" className="mono nowrap">
                  D{id.address}–D{consumption.address + consumption.words.length - 1}
                </th>
                <td>{equipment.name}</td>
                <td className="mono batch-hex">{hexText([...id.words, ...consumption.words])}</td>
                <IdCell expected={equipment.id} field={id} />
                <td className="number">
                  <Value field={consumption} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </section>
  );
}

/** The id word says whose weight follows: another one here means that the words have slipped. */
function IdCell({ expected, field }: { readonly expected: number; readonly field: DecodedFieldView }) {
  const text = useText(texts);
  if (field.text === String(expected)) return <td className="number">{field.text}</td>;
  return (
    <td className="number out">
      <span aria-hidden="true">≠ </span>
      {field.text} <small>({text.wrongId(expected)})</small>
    </td>
  );
}

/** A weight as a weight, anything else as it was decoded. */
function Value({ field }: { readonly field: DecodedFieldView }) {
  const text = useText(texts);
  const format = useFormat();
  const weight = weightOf(field);
  if (weight !== null) return <>{format.kg(weight)} kg</>;
  return field.text === '' ? <span className="dim">{text.blank}</span> : field.text;
}

function nameOf({ fields }: BatchTexts, field: string): string {
  return Object.entries(fields).find(([key]) => key === field)?.[1] ?? field;
}
