import type { HistoryRowView } from '../../../../shared/contract/history.ts';
import { Button } from '../../../components/button.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { bandLabel } from '../band-label.ts';
import { equipmentName } from '../equipment-name.ts';
import { componentDeviation, isInBand } from '../row-figures.ts';
import { historyTexts } from '../texts.ts';
import { useHistoryAddress } from '../use-history-filter.ts';

/** Which rows are pointed out, after a click on a bar of the deviations. */
export function BandNote({ rows }: { readonly rows: readonly HistoryRowView[] }) {
  const text = useText(historyTexts);
  const format = useFormat();
  const { filter, change } = useHistoryAddress();
  const { equipment, band } = filter;
  if (equipment === null || band === null) return null;
  const marked = rows.filter((row) => isInBand(componentDeviation(row, equipment), band)).length;
  return (
    <p className="hist-band">
      {text.marked(equipmentName(equipment), bandLabel(band, format), format.count(marked))}
      <Button look="plain" onClick={() => change({ band: null })}>
        {text.unmark}
      </Button>
    </p>
  );
}
