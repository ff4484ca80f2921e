import { useState } from 'react';
import { CommandDialog } from '../../../commands/command-dialog.tsx';
import { useText } from '../../../lib/text.ts';
import { actionTexts } from '../action-texts.ts';

/** What the two status words of a slot can be made to say. Both at 1 is for the PLC alone to say. */
const FORCES = {
  finished: { status_manufacturing: 1, status_operation: 0 },
  failed: { status_manufacturing: 0, status_operation: 1 },
  running: { status_manufacturing: 0, status_operation: 0 },
} as const;
type Force = keyof typeof FORCES;
const CHOICES: readonly Force[] = ['finished', 'failed', 'running'];

/** Sets the status words of a batch in the PLC. */
export function ForceDialog({ moId, onClose }: { readonly moId: string; readonly onClose: () => void }) {
  const text = useText(actionTexts);
  const [force, setForce] = useState<Force>('finished');
  return (
    <CommandDialog
      command="forceStatus"
      input={{ mo_id: moId, ...FORCES[force] }}
      title={text.forceTitle}
      subject={moId}
      onClose={onClose}
    >
      <fieldset className="batch-choices">
        <legend>{text.forceWhat}</legend>
        {CHOICES.map((choice) => (
          <label key={choice}>
            <input type="radio" name="force" checked={force === choice} onChange={() => setForce(choice)} />
            {text.forces[choice]}
          </label>
        ))}
      </fieldset>
    </CommandDialog>
  );
}
