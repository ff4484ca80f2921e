import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';
import { useSwitchesUnavailable, useTrainingCall } from '../use-training.ts';

/** Kilograms in a second; a mill doses a batch of a ton in some ten minutes. Null: a whole order at once. */
const SPEEDS = { slow: 2, normal: 40, fast: 200, instant: null } as const;
const NAMES = ['slow', 'normal', 'fast', 'instant'] as const;

/** How fast the training plant doses. */
export function Speed({ kgPerSecond }: { readonly kgPerSecond: number | null }) {
  const text = useText(texts);
  const format = useFormat();
  const unavailable = useSwitchesUnavailable();
  const { mutate, isPending, variables } = useTrainingCall('setTrainingSpeed');
  return (
    <Panel
      title={text.speed}
      note={kgPerSecond === null ? text.speeds.instant : text.perSecond(format.count(kgPerSecond))}
    >
      <div className="bar-row">
        {NAMES.map((name) => {
          const speed = SPEEDS[name];
          return (
            <Button
              key={name}
              aria-pressed={speed === kgPerSecond}
              pending={isPending && variables.kg_per_second === speed}
              unavailable={unavailable}
              onClick={() => mutate({ kg_per_second: speed })}
            >
              {text.speeds[name]}
            </Button>
          );
        })}
      </div>
    </Panel>
  );
}
