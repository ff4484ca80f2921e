import { EQUIPMENT } from '../../../../shared/domain/equipment.ts';
import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { filterParams, STATUSES } from '../history-filter.ts';
import { historyTexts } from '../texts.ts';
import { useHistoryAddress } from '../use-history-filter.ts';
import { MoSearch } from './mo-search.tsx';
import { RangePicker } from './range-picker.tsx';

/** What is shown: days and product for both views, and for the rows also what the charts do not tell apart. */
export function FilterBar() {
  const text = useText(historyTexts);
  const { filter, tab, change, clear } = useHistoryAddress();
  return (
    <search className="panel hist-filter" aria-label={text.filter.label}>
      <RangePicker />
      <div className="hist-fields">
        {tab === 'rows' && (
          <MoSearch value={filter.mo ?? ''} onChange={(mo) => change({ mo: mo || null }, true)} />
        )}
        <ProductChoice />
        {tab === 'rows' && (
          <>
            <Choice
              label={text.filter.status}
              value={filter.status}
              options={STATUSES.map((value) => ({ value, label: text.statuses[value] }))}
              onChange={(status) => change({ status })}
            />
            <Choice
              label={text.filter.equipment}
              value={filter.equipment}
              options={EQUIPMENT.map(({ key, name, material }) => ({
                value: key,
                label: `${name} · ${material}`,
              }))}
              onChange={(equipment) => change({ equipment, band: null })}
            />
          </>
        )}
        {filterParams(filter).size > 0 && <Button onClick={clear}>{text.filter.clear}</Button>}
      </div>
    </search>
  );
}

/** The products that ran; one from the address that is not among them stays chosen and visible. */
function ProductChoice() {
  const text = useText(historyTexts);
  const { filter, change } = useHistoryAddress();
  const { data } = useAnswer('products', {});
  const known = data?.products ?? [];
  const products =
    filter.product === null || known.includes(filter.product) ? known : [filter.product, ...known];
  return (
    <Choice
      label={text.filter.product}
      value={filter.product}
      options={products.map((product) => ({ value: product, label: product }))}
      onChange={(product) => change({ product })}
    />
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T | null;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T | null) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const text = useText(historyTexts);
  return (
    <Field label={label}>
      {({ id }) => (
        <select
          id={id}
          className="input"
          value={value ?? ''}
          onChange={({ target }) =>
            onChange(options.find((option) => option.value === target.value)?.value ?? null)
          }
        >
          <option value="">{text.filter.any}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
