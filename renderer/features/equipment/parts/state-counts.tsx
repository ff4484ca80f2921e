import type { EquipmentView } from '../../../../shared/contract/equipment.ts';
import { useText } from '../../../lib/text.ts';
import { countStates } from '../reading.ts';
import { texts } from '../texts.ts';
import { EquipmentMark } from './equipment-state.tsx';

export function StateCounts({ equipment }: { readonly equipment: readonly EquipmentView[] }) {
  const text = useText(texts);
  return (
    <p className="eq-counts dim">
      {countStates(equipment).map(({ state, count }) => (
        <span key={state}>
          <EquipmentMark state={state} /> {count} {text.states[state].toLowerCase()}
        </span>
      ))}
    </p>
  );
}
