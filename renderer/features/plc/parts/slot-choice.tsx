import { memo } from 'react';
import type { PlcSlotView } from '../../../../shared/contract/views.ts';
import { StateMark } from '../../../components/state-mark.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';

type Shown = Pick<PlcSlotView, 'slot' | 'state' | 'mo_id'>;

/** All slots of the area with their orders; one is looked at. */
export function SlotChoice({
  slots,
  chosen,
  onChoose,
}: {
  readonly slots: readonly Shown[];
  readonly chosen: number;
  readonly onChoose: (slot: number) => void;
}) {
  const text = useText(texts);
  return (
    <fieldset className="plc-slots">
      <legend className="hidden-visually">{text.slots}</legend>
      {slots.map(({ slot, state, mo_id }) => (
        <SlotButton
          key={slot}
          slot={slot}
          state={state}
          moId={mo_id}
          isChosen={slot === chosen}
          onChoose={onChoose}
        />
      ))}
    </fieldset>
  );
}

const SlotButton = memo(function SlotButton({
  slot,
  state,
  moId,
  isChosen,
  onChoose,
}: {
  readonly slot: number;
  readonly state: PlcSlotView['state'];
  readonly moId: string | null;
  readonly isChosen: boolean;
  readonly onChoose: (slot: number) => void;
}) {
  const text = useText(texts);
  return (
    <button
      type="button"
      className="plc-slot"
      aria-pressed={isChosen}
      data-slot={slot}
      onClick={() => onChoose(slot)}
    >
      <span className="plc-slot-head">
        <strong>
          {text.slot} {slot}
        </strong>
        {state === 'faulty' && <StateMark shape="failed" />}
      </span>
      <span className="plc-slot-mo">{moId === null || moId === '' ? UNKNOWN : moId}</span>
      <span className="plc-slot-state">{text.slotStates[state]}</span>
    </button>
  );
});
