import { type ReactNode, useId } from 'react';
import type { LogLineView } from '../../../../shared/contract/views.ts';
import { taskName } from '../../../../shared/text/text.ts';
import { Button } from '../../../components/button.tsx';
import { ExportRows } from '../../../components/export-rows.tsx';
import { Field } from '../../../components/field.tsx';
import { SettledInput } from '../../../components/settled-input.tsx';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { isFiltered, LEVELS, type LogFilter, TASKS, WHOLE_LOG } from '../log-filter.ts';
import { texts } from '../texts.ts';
import { useLogExport } from '../use-log-export.ts';

interface LogFiltersProps {
  readonly filter: LogFilter;
  /** Those on the screen: their modules are offered. */
  readonly lines: readonly LogLineView[];
  readonly isEmpty: boolean;
  readonly onChange: (changed: Partial<LogFilter>) => void;
}

export function LogFilters({ filter, lines, isEmpty, onChange }: LogFiltersProps) {
  const text = useText(texts);
  const logExport = useLogExport(filter);
  return (
    <search className="bar-row">
      <Selects filter={filter} onChange={onChange} />
      <Names filter={filter} lines={lines} onChange={onChange} />
      <Times filter={filter} onChange={onChange} />
      {isFiltered(filter) && (
        <Button look="plain" onClick={() => onChange(WHOLE_LOG)}>
          {text.log.clear}
        </Button>
      )}
      <span className="spacer" />
      <Button aria-pressed={filter.follow} onClick={() => onChange({ follow: !filter.follow })}>
        {text.log.follow}
      </Button>
      <ExportRows label={text.log.export} empty={isEmpty} export={logExport} />
    </search>
  );
}

type PartProps = Pick<LogFiltersProps, 'filter' | 'onChange'>;

function Selects({ filter, onChange }: PartProps) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  return (
    <>
      <Select
        label={text.log.task}
        value={filter.task === null ? '' : String(filter.task)}
        onChange={(chosen) => onChange({ task: TASKS.find((task) => String(task) === chosen) ?? null })}
      >
        {TASKS.map((task) => (
          <option key={task} value={task}>
            {task} {taskName(language, task)}
          </option>
        ))}
      </Select>
      <Select
        label={text.log.level}
        value={filter.level ?? ''}
        onChange={(chosen) => onChange({ level: LEVELS.find((level) => level === chosen) ?? null })}
      >
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {text.log.levels[level]}
          </option>
        ))}
      </Select>
    </>
  );
}

function Select({
  label,
  value,
  onChange,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}) {
  const text = useText(texts);
  return (
    <Field label={label}>
      {({ id }) => (
        <select id={id} className="input" value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">{text.log.all}</option>
          {children}
        </select>
      )}
    </Field>
  );
}

function Names({ filter, lines, onChange }: Omit<LogFiltersProps, 'isEmpty'>) {
  const text = useText(texts);
  const listId = useId();
  const modules = [...new Set(lines.map(({ module }) => module))].toSorted();
  return (
    <>
      <Field label={text.log.search}>
        {({ id }) => (
          <SettledInput
            id={id}
            type="search"
            data-search
            className="input task-search"
            maxLength={200}
            value={filter.text}
            onSettle={(value) => onChange({ text: value })}
          />
        )}
      </Field>
      <Field label={text.log.mo}>
        {({ id }) => (
          <SettledInput
            id={id}
            type="search"
            className="input task-name"
            placeholder={text.log.wholeName}
            maxLength={64}
            value={filter.mo}
            onSettle={(mo) => onChange({ mo })}
          />
        )}
      </Field>
      <Field label={text.log.module}>
        {({ id }) => (
          <>
            <SettledInput
              id={id}
              type="search"
              list={listId}
              className="input task-name"
              maxLength={255}
              value={filter.module}
              onSettle={(module) => onChange({ module })}
            />
            <datalist id={listId}>
              {modules.map((module) => (
                <option key={module} value={module} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </>
  );
}

function Times({ filter, onChange }: PartProps) {
  const text = useText(texts);
  return (['from', 'to'] as const).map((end) => (
    <Field key={end} label={text.log[end]}>
      {({ id }) => (
        <SettledInput
          id={id}
          type="datetime-local"
          className="input task-time"
          value={filter[end]}
          onSettle={(value) => onChange(end === 'from' ? { from: value } : { to: value })}
        />
      )}
    </Field>
  ));
}
