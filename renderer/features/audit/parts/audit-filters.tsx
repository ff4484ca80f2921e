import { useId } from 'react';
import type { AuditView } from '../../../../shared/contract/views.ts';
import { Button } from '../../../components/button.tsx';
import { ExportRows } from '../../../components/export-rows.tsx';
import { Field } from '../../../components/field.tsx';
import { SettledInput } from '../../../components/settled-input.tsx';
import { useText } from '../../../lib/text.ts';
import { type AuditFilter, isFiltered, OUTCOMES, WHOLE_AUDIT } from '../audit-filter.ts';
import { texts } from '../texts.ts';
import { useAuditExport } from '../use-audit-export.ts';

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  /** Those on the screen: their people are offered. */
  readonly entries: readonly AuditView[];
  readonly isEmpty: boolean;
  readonly onChange: (changed: Partial<AuditFilter>) => void;
}

export function AuditFilters({ filter, entries, isEmpty, onChange }: AuditFiltersProps) {
  const text = useText(texts);
  const auditExport = useAuditExport(filter);
  return (
    <search className="bar-row">
      <Names filter={filter} entries={entries} onChange={onChange} />
      <Choices filter={filter} onChange={onChange} />
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={text[end]}>
          {({ id }) => (
            <SettledInput
              id={id}
              type="datetime-local"
              className="input audit-time"
              value={filter[end]}
              onSettle={(value) => onChange(end === 'from' ? { from: value } : { to: value })}
            />
          )}
        </Field>
      ))}
      {isFiltered(filter) && (
        <Button look="plain" onClick={() => onChange(WHOLE_AUDIT)}>
          {text.clear}
        </Button>
      )}
      <span className="spacer" />
      <ExportRows label={text.export} empty={isEmpty} export={auditExport} />
    </search>
  );
}

function Names({ filter, entries, onChange }: Omit<AuditFiltersProps, 'isEmpty'>) {
  const text = useText(texts);
  const listId = useId();
  const people = [...new Set(entries.map(({ actor }) => actor))].toSorted();
  return (
    <>
      <Field label={text.mo}>
        {({ id }) => (
          <SettledInput
            id={id}
            type="search"
            data-search
            className="input audit-name"
            placeholder={text.wholeName}
            maxLength={64}
            value={filter.mo}
            onSettle={(mo) => onChange({ mo })}
          />
        )}
      </Field>
      <Field label={text.who}>
        {({ id }) => (
          <>
            <SettledInput
              id={id}
              type="search"
              list={listId}
              className="input audit-name"
              placeholder={text.wholeName}
              maxLength={128}
              value={filter.actor}
              onSettle={(actor) => onChange({ actor })}
            />
            <datalist id={listId}>
              {people.map((person) => (
                <option key={person} value={person} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </>
  );
}

function Choices({ filter, onChange }: Pick<AuditFiltersProps, 'filter' | 'onChange'>) {
  const text = useText(texts);
  return (
    <>
      <Field label={text.command}>
        {({ id }) => (
          <select
            id={id}
            className="input"
            value={filter.command}
            onChange={({ target }) => onChange({ command: target.value })}
          >
            <option value="">{text.all}</option>
            {Object.entries(text.commands).map(([command, name]) => (
              <option key={command} value={command}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.outcome}>
        {({ id }) => (
          <select
            id={id}
            className="input"
            value={filter.outcome ?? ''}
            onChange={({ target }) =>
              onChange({ outcome: OUTCOMES.find((each) => each === target.value) ?? null })
            }
          >
            <option value="">{text.all}</option>
            {OUTCOMES.map((outcome) => (
              <option key={outcome} value={outcome}>
                {text.outcomes[outcome]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
