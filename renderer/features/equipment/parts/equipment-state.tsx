import type { EquipmentView } from '../../../../shared/contract/equipment.ts';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import type { StateShape } from '../../../lib/state-shape.ts';
import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';

const SHAPES: Readonly<Record<Exclude<EquipmentView['state'], 'fault'>, StateShape>> = {
  idle: 'waiting',
  dosing: 'running',
  unknown: 'off',
};

/** A failure that nobody has acknowledged is an alarm of priority 2, and has its mark. */
export function EquipmentMark({ state }: Pick<EquipmentView, 'state'>) {
  const text = useText(texts);
  if (state === 'fault') return <PriorityMark priority={2} label={text.priority(2)} />;
  return <StateMark shape={SHAPES[state]} />;
}

/** What it does, by shape and by word. */
export function EquipmentState({ state }: Pick<EquipmentView, 'state'>) {
  const text = useText(texts);
  return (
    <span className={`eq-state eq-${state}`}>
      <EquipmentMark state={state} />
      {text.states[state]}
    </span>
  );
}
