import type { ReactNode } from 'react';
import type { EquipmentView } from '../../../../shared/contract/equipment.ts';
import { ValueBar } from '../../../components/value-bar.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { type DosedBatch, toleranceOf } from '../reading.ts';
import { texts } from '../texts.ts';
import { useWeightQuality } from '../use-equipment.ts';

interface RunningProps {
  readonly item: EquipmentView;
  readonly batch: DosedBatch | null;
}

/** Actual weight in its context: target as a tick, tolerance as a band. */
export function RunningWeight({ item: { key, running }, batch }: RunningProps) {
  const text = useText(texts);
  const format = useFormat();
  if (batch === null) return <span className="dim">{UNKNOWN}</span>;
  if (running === null) return <span className="dim">{text.unused}</span>;
  const { target, actual } = running;
  const said = text.bar(format.kg(actual), format.kg(target));
  return (
    <Measured batch={batch}>
      <span className="eq-weight">
        <strong>{format.kg(actual)}</strong> / {format.kg(target)} <small>kg</small>
      </span>
      <ValueBar value={actual} target={target ?? 0} label={said} {...toleranceOf(batch, key)} />
    </Measured>
  );
}

/** Hatched while the weights are older than they should be. Its children are not drawn anew for it. */
function Measured({ batch, children }: { readonly batch: DosedBatch; readonly children: ReactNode }) {
  const quality = useWeightQuality(batch);
  return (
    <div className={quality === 'stale' ? 'eq-running stale' : 'eq-running'} data-quality={quality}>
      {children}
    </div>
  );
}
