import { ALARM_CHANGES } from '../../../../shared/contract/alarms.ts';
import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { useSession } from '../../../lib/session.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { FILTER_CODES, NO_FILTER, SPANS, writeHistoryFilter } from '../history-filter.ts';
import { fieldText, momentOf } from '../plant-moment.ts';
import { texts } from '../texts.ts';
import { useHistoryFilter } from '../use-address.ts';
import { Choice } from './choice.tsx';

export function HistoryFilterBar() {
  const text = useText(texts);
  const [filter, change] = useHistoryFilter();
  const isFiltered = writeHistoryFilter(filter).size > writeHistoryFilter(NO_FILTER).size;
  return (
    <search className="panel al-filter">
      <fieldset className="al-spans">
        <legend>{text.range}</legend>
        {SPANS.map((span) => (
          <Button
            key={span}
            aria-pressed={filter.span === span}
            onClick={() => change({ span, from: null, to: null })}
          >
            {text.spans[span]}
          </Button>
        ))}
      </fieldset>
      <Moments />
      <AlarmChoice />
      <SubjectField
        key={filter.subject ?? ''}
        subject={filter.subject ?? ''}
        onChange={(subject) => change({ subject: subject || null })}
      />
      <Choice
        label={text.what}
        all={text.all}
        value={filter.change}
        options={ALARM_CHANGES.map((value) => ({ value, label: text.changes[value] }))}
        onChange={(chosen) => change({ change: chosen })}
      />
      {isFiltered && <Button onClick={() => change(NO_FILTER)}>{text.clear}</Button>}
    </search>
  );
}

function Moments() {
  const text = useText(texts);
  const { time_zone } = useSession();
  const [{ from, to }, change] = useHistoryFilter();
  const turned = from !== null && to !== null && to <= from;
  const choose = (which: 'from' | 'to', typed: string): void => {
    const chosen = { from, to, [which]: momentOf(typed, time_zone) };
    change({ ...chosen, span: chosen.from === null && chosen.to === null ? NO_FILTER.span : null });
  };
  return (['from', 'to'] as const).map((which) => (
    <Field key={which} label={text[which]} wrong={turned && which === 'to' ? text.endBeforeBegin : null}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="datetime-local"
          className="input"
          aria-describedby={describedBy}
          value={fieldText(which === 'from' ? from : to, time_zone)}
          onChange={({ target }) => choose(which, target.value)}
        />
      )}
    </Field>
  ));
}

/** The alarms by their words, in the order of the alphabet; one from the address that is not known stays chosen. */
function AlarmChoice() {
  const text = useText(texts);
  const errorText = useErrorText();
  const [{ code }, change] = useHistoryFilter();
  const codes = code === null || FILTER_CODES.includes(code) ? FILTER_CODES : [code, ...FILTER_CODES];
  return (
    <Choice
      label={text.alarm}
      all={text.all}
      value={code}
      options={codes
        .map((value) => ({ value, label: errorText(value).what }))
        .toSorted((a, b) => a.label.localeCompare(b.label))}
      onChange={(chosen) => change({ code: chosen })}
    />
  );
}

/** A subject is looked for as a whole: when it was typed to its end, and not at each letter. */
function SubjectField({
  subject,
  onChange,
}: {
  readonly subject: string;
  readonly onChange: (subject: string) => void;
}) {
  const text = useText(texts);
  const take = (typed: string): void => {
    if (typed.trim() !== subject) onChange(typed.trim());
  };
  return (
    <Field label={text.subject}>
      {({ id }) => (
        <input
          id={id}
          type="search"
          data-search
          className="input al-search"
          maxLength={200}
          autoComplete="off"
          placeholder={text.subjectHint}
          defaultValue={subject}
          onBlur={({ target }) => take(target.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') take(currentTarget.value);
          }}
        />
      )}
    </Field>
  );
}
