import { EQUIPMENT } from '../../../../shared/domain/equipment.ts';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { type PlcTexts, texts } from '../texts.ts';
import { type FieldWords, grouped, hexOf, type WordValue } from '../word-values.ts';

interface SlotWordsProps {
  readonly fields: readonly FieldWords[];
  /** Places of the changed words, counted from the slot's first one. */
  readonly changed: ReadonlySet<number>;
  readonly firstAddress: number;
  readonly isBlank: boolean;
  readonly faults: readonly string[];
}

/** A slot word by word: where it lies, raw in two spellings, and what it means. */
export function SlotWords({ fields, changed, firstAddress, isBlank, faults }: SlotWordsProps) {
  const text = useText(texts);
  const { others, components } = grouped(fields);
  const isChanged = (address: number): boolean => changed.has(address - firstAddress);
  return (
    <>
      {faults.length > 0 && (
        <div className="plc-faults">
          <strong>{text.faults}</strong>
          <ul lang="en">
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="plc-words">
        <section>
          <h3>{text.order}</h3>
          <FieldTable fields={others} isChanged={isChanged} />
        </section>
        <section>
          <h3>{text.components}</h3>
          <ComponentTable components={components} isChanged={isChanged} isBlank={isBlank} />
        </section>
      </div>
    </>
  );
}

type IsChanged = (address: number) => boolean;

function FieldTable({
  fields,
  isChanged,
}: {
  readonly fields: readonly FieldWords[];
  readonly isChanged: IsChanged;
}) {
  const text = useText(texts);
  return (
    <TableWrap label={text.order}>
      <table className="table plc-table">
        <thead>
          <tr>
            <th scope="col">{text.address}</th>
            <th scope="col">{text.field}</th>
            <th scope="col">{text.hex}</th>
            <th scope="col">{text.decimal}</th>
            <th scope="col">{text.value}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((each) => (
            <tr key={each.address} data-address={each.address}>
              <th scope="row" className="mono nowrap">
                {addressOf([each])}
              </th>
              <td>{nameOf(text, each.field.field)}</td>
              <td className="mono plc-raw">
                <Words fields={[each]} isChanged={isChanged} spell={hexOf} />
              </td>
              <td className="mono plc-raw">
                {each.value.kind !== 'text' && <Words fields={[each]} isChanged={isChanged} spell={String} />}
              </td>
              <td>
                <Value value={each.value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

interface Component {
  readonly id: FieldWords;
  readonly weight: FieldWords;
}

function ComponentTable({
  components,
  isChanged,
  isBlank,
}: {
  readonly components: readonly Component[];
  readonly isChanged: IsChanged;
  readonly isBlank: boolean;
}) {
  const text = useText(texts);
  return (
    <TableWrap label={text.components}>
      <table className="table plc-table">
        <thead>
          <tr>
            <th scope="col">{text.address}</th>
            <th scope="col">{text.silo}</th>
            <th scope="col">{text.hex}</th>
            <th scope="col">{text.decimal}</th>
            <th scope="col" className="number">
              {text.id}
            </th>
            <th scope="col" className="number">
              {text.weight}
            </th>
          </tr>
        </thead>
        <tbody>
          {components.map(({ id, weight }) => (
            <tr key={id.address} data-address={id.address}>
              <th scope="row" className="mono nowrap">
                {addressOf([id, weight])}
              </th>
              <td className="nowrap">{equipmentOf(id)?.name}</td>
              <td className="mono nowrap">
                <Words fields={[id, weight]} isChanged={isChanged} spell={hexOf} />
              </td>
              <td className="mono nowrap">
                <Words fields={[id, weight]} isChanged={isChanged} spell={String} />
              </td>
              <IdCell id={id} isBlank={isBlank} />
              <td className="number">
                <Value value={weight.value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

/** The id says whose weight follows: another one here means that the words have slipped. */
function IdCell({ id, isBlank }: { readonly id: FieldWords; readonly isBlank: boolean }) {
  const text = useText(texts);
  const expected = equipmentOf(id)?.id;
  const found = id.value.kind === 'number' ? id.value.value : null;
  if (isBlank || expected === undefined || found === expected) return <td className="number">{found}</td>;
  return (
    <td className="number out">
      ≠ {found} <small>({text.wrongId(expected)})</small>
    </td>
  );
}

/** Words one after the other; those that changed since the reading before are heavier. */
function Words({
  fields,
  isChanged,
  spell,
}: {
  readonly fields: readonly FieldWords[];
  readonly isChanged: IsChanged;
  readonly spell: (word: number) => string;
}) {
  return fields.flatMap(({ address, words }) =>
    words.map((word, index) => {
      const at = address + index;
      return (
        <span key={at} className={isChanged(at) ? 'plc-word plc-changed' : 'plc-word'}>
          {spell(word)}{' '}
        </span>
      );
    }),
  );
}

function Value({ value }: { readonly value: WordValue }) {
  const text = useText(texts);
  const format = useFormat();
  switch (value.kind) {
    case 'kg':
      return <>{format.kg(value.value)} kg</>;
    case 'text':
      return value.value === '' ? <span className="dim">{text.empty}</span> : value.value;
    case 'fault':
      return <strong>≠ {value.expected === 'text' ? text.notText : text.notFlag}</strong>;
    case 'number':
    case 'flag':
      return value.value;
  }
}

/** `D6001`, or `D6001–D6003` where it is several words. */
function addressOf(fields: readonly FieldWords[]): string {
  const first = fields[0];
  const last = fields.at(-1);
  if (first === undefined || last === undefined) return '';
  const end = last.address + last.words.length - 1;
  return end === first.address ? `D${first.address}` : `D${first.address}–D${end}`;
}

function equipmentOf({ field }: FieldWords) {
  return EQUIPMENT.find(({ key }) => key === field.equipment);
}

function nameOf({ fields }: PlcTexts, field: string): string {
  return Object.entries(fields).find(([known]) => known === field)?.[1] ?? field;
}
