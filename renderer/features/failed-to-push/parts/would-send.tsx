import type { PushDetailView } from '../../../../shared/contract/history.ts';
import { recogniseEquipment } from '../../../../shared/domain/equipment.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { type PushTexts, texts } from '../texts.ts';

type Step = PushDetailView['would_send'][number];

/** What Odoo would get next, in the order in which it is sent: as a person reads it, and as it goes out. */
export function WouldSend({ steps }: { readonly steps: readonly Step[] }) {
  const text = useText(texts);
  return (
    <section>
      <h3>{text.wouldSend}</h3>
      {steps.length === 0 ? (
        <p className="dim">{text.nothingLeft}</p>
      ) : (
        <ol className="push-steps">
          {steps.map((step, index) => (
            <StepTable key={step.step} number={index + 1} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StepTable({ number, step: { step, payload } }: { readonly number: number; readonly step: Step }) {
  const text = useText(texts);
  return (
    <li>
      <p>
        <strong>
          {number}. {text.steps[step]}
        </strong>
      </p>
      <dl className="push-payload">
        {orderFirst(payload).map(([key, value]) => (
          <div key={key}>
            <dt>
              {nameOf(text, key)} <code className="push-key">{key}</code>
            </dt>
            <dd>
              <PayloadValue name={key} value={value} />
            </dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{text.raw}</summary>
        <pre className="mono">{JSON.stringify(payload, null, 2)}</pre>
      </details>
    </li>
  );
}

/** What the order is before what was taken from each silo. */
function orderFirst(payload: Step['payload']): readonly (readonly [string, string | number])[] {
  const isSilo = ([key]: readonly [string, unknown]): number => Number(recogniseEquipment(key) !== undefined);
  return Object.entries(payload).toSorted((a, b) => isSilo(a) - isSilo(b));
}

/** Quantities go to Odoo in kilograms; numbers of anything else carry no unit. */
function PayloadValue({ name, value }: { readonly name: string; readonly value: string | number }) {
  const format = useFormat();
  return <>{typeof value === 'number' && !name.endsWith('_id') ? `${format.kg(value)} kg` : value}</>;
}

function nameOf({ keys }: PushTexts, key: string): string {
  return Object.entries(keys).find(([known]) => known === key)?.[1] ?? recogniseEquipment(key)?.name ?? key;
}
