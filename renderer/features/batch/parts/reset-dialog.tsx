import { useState } from 'react';
import { Choice } from '../../../commands/choice.tsx';
import { CommandDialog } from '../../../commands/command-dialog.tsx';
import { useText } from '../../../lib/text.ts';
import { actionTexts } from '../action-texts.ts';

/** Forgets how a batch ended: with or without its weights, read again or run again. */
export function ResetDialog({ moId, onClose }: { readonly moId: string; readonly onClose: () => void }) {
  const text = useText(actionTexts);
  const [clearActuals, setClearActuals] = useState(true);
  const [pushToPlc, setPushToPlc] = useState(false);
  return (
    <CommandDialog
      command="resetBatch"
      input={{ mo_id: moId, clear_actuals: clearActuals, push_to_plc: pushToPlc }}
      title={text.resetTitle}
      subject={moId}
      onClose={onClose}
    >
      <Choice
        label={text.clearActuals}
        hint={text.clearActualsHint}
        checked={clearActuals}
        onChange={setClearActuals}
      />
      <Choice label={text.pushToPlc} hint={text.pushToPlcHint} checked={pushToPlc} onChange={setPushToPlc} />
    </CommandDialog>
  );
}
