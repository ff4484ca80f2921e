import { useFormat } from '../../../lib/use-format.ts';
import type { Deviation } from '../row-figures.ts';

/** A deviation in two columns of a table: kilograms and percent. */
export function DeviationCells({ deviation }: { readonly deviation: Deviation | null }) {
  const format = useFormat();
  return (
    <>
      <td className="number">{format.deviationKg(deviation?.kg)}</td>
      <td className="number">{format.deviationPercent(deviation?.percent).replace(' %', '')}</td>
    </>
  );
}
