import { Button } from '../../../components/button.tsx';
import { useText } from '../../../lib/text.ts';
import { AREAS, type AreaName } from '../place.ts';
import { texts } from '../texts.ts';

export function AreaChoice({
  area,
  onChoose,
}: {
  readonly area: AreaName;
  readonly onChoose: (area: AreaName) => void;
}) {
  const text = useText(texts);
  return (
    <fieldset className="plc-areas">
      <legend className="hidden-visually">{text.area}</legend>
      {AREAS.map((each) => (
        <Button key={each} aria-pressed={each === area} onClick={() => onChoose(each)}>
          {text.areas[each]}
        </Button>
      ))}
    </fieldset>
  );
}
