import { CommandButton } from '../../../commands/command-button.tsx';
import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';

const PRESETS = ['responsive', 'concept-paper', 'conservative'] as const;

/** All cycle times at once. */
export function Presets() {
  const text = useText(texts);
  return (
    <fieldset className="set-presets">
      <legend>{text.presets}</legend>
      {PRESETS.map((preset) => (
        <CommandButton
          key={preset}
          command="applyPreset"
          input={{ preset }}
          label={text.presetNames[preset]}
          subject={`${text.applyPreset}: ${text.presetNames[preset]}`}
          when="ask"
        />
      ))}
    </fieldset>
  );
}
