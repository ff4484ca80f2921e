import { useSearchParams } from 'react-router';
import { EQUIPMENT } from '../../../../shared/domain/equipment.ts';
import { Field } from '../../../components/field.tsx';
import { useText } from '../../../lib/text.ts';
import type { SiloChoice } from './chart-data.ts';
import { chartTexts } from './chart-texts.ts';

/** The silo or tank that deviations and consumption are shown of; in the address, and kept with it. */
export function useSilo(): readonly [SiloChoice, (silo: SiloChoice) => void] {
  const [params, setParams] = useSearchParams();
  const silo = EQUIPMENT.find(({ key }) => key === params.get('silo'))?.key ?? null;
  const choose = (next: SiloChoice): void =>
    setParams((now) => {
      const changed = new URLSearchParams(now);
      if (next === null) changed.delete('silo');
      else changed.set('silo', next);
      return changed;
    });
  return [silo, choose];
}

export function SiloField() {
  const text = useText(chartTexts);
  const [silo, choose] = useSilo();
  return (
    <div className="charts-silo">
      <Field label={text.silo}>
        {({ id }) => (
          <select
            id={id}
            className="input"
            value={silo ?? ''}
            onChange={({ target }) => choose(EQUIPMENT.find(({ key }) => key === target.value)?.key ?? null)}
          >
            <option value="">{text.allSilos}</option>
            {EQUIPMENT.map(({ key, name, material }) => (
              <option key={key} value={key}>
                {name} · {material}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
