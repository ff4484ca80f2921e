import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { useText } from '../../../lib/text.ts';
import { daysOf, PRESETS } from '../history-filter.ts';
import { isDay } from '../plant-day.ts';
import { historyTexts } from '../texts.ts';
import { useHistoryAddress, useToday } from '../use-history-filter.ts';

/** Days by a preset, or from one to another; the days of a preset are shown, too. */
export function RangePicker() {
  const text = useText(historyTexts);
  const today = useToday();
  const { filter, change } = useHistoryAddress();
  const { from, to } = daysOf(filter, today);
  const turned = from !== null && to !== null && to < from;
  const choose = (which: 'from' | 'to', day: string): void => {
    if (day !== '' && !isDay(day)) return;
    const days = { from, to, [which]: day === '' ? null : day };
    change({ ...days, preset: days.from === null && days.to === null ? 'all' : null });
  };
  return (
    <div className="hist-range">
      <fieldset className="hist-presets">
        <legend>{text.filter.range}</legend>
        {PRESETS.map((preset) => (
          <Button
            key={preset}
            aria-pressed={filter.preset === preset}
            onClick={() => change({ preset, from: null, to: null })}
          >
            {text.filter.presets[preset]}
          </Button>
        ))}
      </fieldset>
      <DayField label={text.filter.from} value={from} onChange={(day) => choose('from', day)} />
      <DayField
        label={text.filter.to}
        value={to}
        wrong={turned ? text.filter.endBeforeBegin : null}
        onChange={(day) => choose('to', day)}
      />
    </div>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly wrong?: string | null;
  readonly onChange: (day: string) => void;
}

function DayField({ label, value, wrong = null, onChange }: DayFieldProps) {
  return (
    <Field label={label} wrong={wrong}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="date"
          className="input"
          value={value ?? ''}
          aria-describedby={describedBy}
          aria-invalid={wrong !== null}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
