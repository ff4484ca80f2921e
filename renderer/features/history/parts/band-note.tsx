import { Button } from '../../../components/button.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { bandLabel } from '../band-label.ts';
import { equipmentName } from '../equipment-name.ts';
import { historyTexts } from '../texts.ts';
import { useHistoryAddress } from '../use-history-filter.ts';

/** Which deviations the rows are limited to, after a click on a bar of the deviations. */
export function BandNote() {
  const text = useText(historyTexts);
  const format = useFormat();
  const { filter, change } = useHistoryAddress();
  const { equipment, band } = filter;
  if (band === null) return null;
  const silo = equipment === null ? null : equipmentName(equipment);
  return (
    <p className="hist-band">
      {text.onlyInBand(silo, bandLabel(band, format))}
      <Button look="plain" onClick={() => change({ band: null })}>
        {text.anyDeviation}
      </Button>
    </p>
  );
}
