import { Download } from 'lucide-react';
import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { useText } from '../../../lib/text.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import { canBeRetried, KINDS, type PushView, STATES } from '../push-view.ts';
import { texts } from '../texts.ts';
import { useExport } from '../use-export.ts';

interface ToolbarProps {
  readonly all: readonly FailedPushView[];
  readonly shown: readonly FailedPushView[];
  readonly chosen: readonly FailedPushView[];
  readonly view: PushView;
  readonly onChange: (changed: Partial<PushView>) => void;
}

/** Filters to the left, what can be done with several results at once to the right. */
export function Toolbar({ all, shown, chosen, view, onChange }: ToolbarProps) {
  const text = useText(texts);
  const exportRows = useExport();
  const retryable = chosen.filter(canBeRetried).map(({ mo_id }) => mo_id);
  return (
    <div className="bar-row">
      <Filters view={view} onChange={onChange} />
      <span className="dim push-shown">{text.shown(shown.length, all.length)}</span>
      <span className="spacer" />
      <CommandButton
        command="retryPush"
        input={{ mo_ids: retryable }}
        label={text.retrySelected(retryable.length)}
        subject={text.allResults(retryable.length)}
        when="at-once"
        unavailable={retryable.length === 0 ? text.selectFirst : null}
      />
      <CommandButton
        command="retryPush"
        input={{ mo_ids: 'all' }}
        label={text.retryAll}
        subject={text.allResults(all.filter(canBeRetried).length)}
        when="ask"
        unavailable={all.some(canBeRetried) ? null : text.nothingToRetry}
      />
      <Button
        unavailable={shown.length === 0 ? text.nothingToExport : null}
        onClick={() => exportRows(shown)}
      >
        <Download aria-hidden="true" />
        {text.export}
      </Button>
    </div>
  );
}

function Filters({ view, onChange }: Pick<ToolbarProps, 'view' | 'onChange'>) {
  const text = useText(texts);
  const [sought, search] = useTyped(view.sought, (typed) => onChange({ sought: typed }));
  return (
    <>
      <Field label={text.search}>
        {({ id }) => (
          <input
            id={id}
            className="input push-search"
            type="search"
            data-search
            value={sought}
            onChange={({ target }) => search(target.value)}
          />
        )}
      </Field>
      <Field label={text.state}>
        {({ id }) => (
          <select
            id={id}
            className="input"
            value={view.state ?? ''}
            onChange={({ target }) =>
              onChange({ state: STATES.find((each) => each === target.value) ?? null })
            }
          >
            <option value="">{text.all}</option>
            {STATES.map((state) => (
              <option key={state} value={state}>
                {text.states[state]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.kind}>
        {({ id }) => (
          <select
            id={id}
            className="input"
            value={view.kind ?? ''}
            onChange={({ target }) => onChange({ kind: KINDS.find((each) => each === target.value) ?? null })}
          >
            <option value="">{text.all}</option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {text.kinds[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
