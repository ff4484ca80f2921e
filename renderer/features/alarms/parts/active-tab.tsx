import { ALARM_GROUPS, ALARM_PRIORITIES, type AlarmView } from '../../../../shared/contract/alarms.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { byUrgency } from '../../../lib/alarm-order.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import { acknowledgeable, matching } from '../active-filter.ts';
import { texts } from '../texts.ts';
import { useActiveFilter } from '../use-address.ts';
import { AlarmTable } from './alarm-table.tsx';
import { Choice } from './choice.tsx';

/** What is wrong now, and what nobody has seen yet though it is over. */
export function ActiveTab({ alarms }: { readonly alarms: readonly AlarmView[] }) {
  const text = useText(texts);
  const errorText = useErrorText();
  const [filter, change] = useActiveFilter();
  const shown = byUrgency(matching(alarms, filter, (code) => errorText(code).what));
  if (alarms.length === 0) {
    return (
      <Panel>
        <Empty title={text.noneActive}>{text.noneActiveDo}</Empty>
      </Panel>
    );
  }
  return (
    <div className="grid">
      <Toolbar total={alarms.length} shown={shown} />
      <Panel>
        {shown.length > 0 ? (
          <AlarmTable
            alarms={shown}
            open={filter.open}
            onOpen={(id) => change({ open: filter.open === id ? null : id })}
          />
        ) : (
          <Empty title={text.noneMatch}>
            <Button onClick={() => change({ sought: '', priority: null, group: null })}>{text.clear}</Button>
          </Empty>
        )}
      </Panel>
    </div>
  );
}

function Toolbar({ total, shown }: { readonly total: number; readonly shown: readonly AlarmView[] }) {
  const text = useText(texts);
  const [filter, change] = useActiveFilter();
  const [sought, search] = useTyped(filter.sought, (typed) => change({ sought: typed }));
  const ids = acknowledgeable(shown);
  return (
    <div className="bar-row">
      <Field label={text.search}>
        {({ id }) => (
          <input
            id={id}
            className="input al-search"
            type="search"
            data-search
            placeholder={text.searchHint}
            value={sought}
            onChange={({ target }) => search(target.value)}
          />
        )}
      </Field>
      <Choice
        label={text.byPriority}
        all={text.all}
        value={filter.priority === null ? null : String(filter.priority)}
        options={ALARM_PRIORITIES.map((priority) => ({
          value: String(priority),
          label: text.priorities[priority],
        }))}
        onChange={(chosen) =>
          change({ priority: ALARM_PRIORITIES.find((one) => String(one) === chosen) ?? null })
        }
      />
      <Choice
        label={text.byGroup}
        all={text.all}
        value={filter.group}
        options={ALARM_GROUPS.map((group) => ({ value: group, label: text.groups[group] }))}
        onChange={(group) => change({ group })}
      />
      <span className="dim al-shown">{text.shown(shown.length, total)}</span>
      <span className="spacer" />
      <CommandButton
        command="acknowledgeAlarm"
        input={{ ids: [...ids] }}
        label={text.acknowledgeAll(ids.length)}
        subject={text.manyAlarms(ids.length)}
        when="ask"
        unavailable={ids.length === 0 ? text.allSeen : null}
      />
    </div>
  );
}
