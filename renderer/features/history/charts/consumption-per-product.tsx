import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { equipmentName } from '../equipment-name.ts';
import { consumptionProducts, type ProductAmount } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import { AXIS, CHART_HEIGHT, ChartHint, CURSOR, clickOf, hintOf, paint } from './chart-parts.tsx';
import { chartTexts } from './chart-texts.ts';
import { useSilo } from './silo-field.tsx';
import { useRows } from './use-rows.ts';

/** A name of a product takes this much of the drawing, in CSS pixels; a longer one ends in dots. */
const NAME_WIDTH_PX = 128;
const NAME_LETTERS = 17;

function useProductName(): (amount: ProductAmount) => string {
  const text = useText(chartTexts);
  return ({ product, rest }) => (rest ? text.products.rest : (product ?? text.products.unknown));
}

/** The rows of a product; the rest, and what has no product, cannot be searched for. */
function useProductAddress(): (amount: ProductAmount) => string | null {
  const [silo] = useSilo();
  const { rows } = useRows();
  return ({ product }) => (product === null ? null : rows({ product, equipment: silo }));
}

/** What was dosed for each product, from one silo or all. */
export function ConsumptionPerProduct({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const nameOf = useProductName();
  const addressOf = useProductAddress();
  const [silo] = useSilo();
  const products = consumptionProducts(data, silo);
  return (
    <ChartPanel
      title={`${text.products.title}: ${silo === null ? text.allSilos : equipmentName(silo)}`}
      note={text.products.note}
      className="narrow"
      summary={text.products.summary(format.count(products.length))}
      columns={[text.products.product, text.consumption.kg]}
      rows={products.map((amount) => ({
        key: `${amount.rest} ${amount.product}`,
        label: nameOf(amount),
        to: addressOf(amount),
        cells: [format.kg(amount.kg)],
      }))}
      empty={text.products.empty}
    >
      <ProductBars products={products} />
    </ChartPanel>
  );
}

function ProductBars({ products }: { readonly products: readonly ProductAmount[] }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const nameOf = useProductName();
  const addressOf = useProductAddress();
  const { open } = useRows();
  const short = (name: string): string =>
    name.length > NAME_LETTERS ? `${name.slice(0, NAME_LETTERS - 1)}…` : name;
  return (
    <BarChart
      responsive
      layout="vertical"
      className="chart-drawing"
      style={{ width: '100%', height: CHART_HEIGHT }}
      data={[...products]}
      margin={{ top: 0, right: 24, bottom: 0, left: 0 }}
      accessibilityLayer={false}
      onClick={clickOf(products, (amount) => open(addressOf(amount)))}
    >
      <CartesianGrid horizontal={false} stroke="var(--line-soft)" />
      <XAxis
        {...AXIS}
        type="number"
        axisLine={false}
        tickFormatter={(kg: number) => format.wholeKg(kg)}
        minTickGap={20}
      />
      <YAxis
        {...AXIS}
        type="category"
        dataKey={(amount: ProductAmount) => short(nameOf(amount))}
        width={NAME_WIDTH_PX}
        interval={0}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={hintOf(products, (amount) => (
          <ChartHint title={nameOf(amount)} figures={[[text.consumption.kg, format.kg(amount.kg)]]} />
        ))}
      />
      <Bar dataKey="kg" {...paint('full', 'products')} maxBarSize={18} isAnimationActive={false} />
    </BarChart>
  );
}
