import { useState } from 'react';
import type { SettingView } from '../../../../shared/contract/views.ts';
import { Answer } from '../../../components/answer.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { groupOf, indonesianAbout, isNotificationSetting, SETTING_GROUPS } from '../setting-words.ts';
import { texts } from '../texts.ts';
import { useRangeWords } from '../use-range-words.ts';
import { ChangeSetting } from './change-setting.tsx';
import { Presets } from './presets.tsx';

/** Every setting with its value, its range and where the value comes from. */
export function SettingList() {
  const text = useText(texts);
  const settings = useAnswer('settings', {});
  const [searched, setSearched] = useState('');
  return (
    <div className="grid">
      <div className="bar-row">
        <input
          className="input set-search"
          type="search"
          data-search
          aria-label={text.search}
          placeholder={text.search}
          value={searched}
          onChange={({ target }) => setSearched(target.value)}
        />
        <span className="spacer" />
        <Presets />
      </div>
      <Answer of={settings}>{(data) => <Groups settings={data.settings} searched={searched} />}</Answer>
    </div>
  );
}

function useAbout(): (setting: SettingView) => string {
  const language = useView((view) => view.language);
  return ({ names, about }) => (language === 'id' ? (indonesianAbout(names[0] ?? '') ?? about) : about);
}

function Groups({
  settings,
  searched,
}: {
  readonly settings: readonly SettingView[];
  readonly searched: string;
}) {
  const text = useText(texts);
  const about = useAbout();
  const wanted = searched.trim().toLowerCase();
  const fitting = settings.filter(
    (setting) =>
      !isNotificationSetting(setting.names[0] ?? '') &&
      `${setting.names.join(' ')} ${about(setting)}`.toLowerCase().includes(wanted),
  );
  if (fitting.length === 0) return <Empty title={text.noMatch} />;
  return SETTING_GROUPS.map((group) => {
    const members = fitting.filter(({ names }) => groupOf(names[0] ?? '') === group);
    return members.length === 0 ? null : (
      <Panel key={group} title={text.groups[group]}>
        <SettingTable label={text.groups[group]} settings={members} />
      </Panel>
    );
  });
}

function SettingTable({
  label,
  settings,
}: {
  readonly label: string;
  readonly settings: readonly SettingView[];
}) {
  const text = useText(texts);
  const { columns } = text;
  return (
    <TableWrap label={label}>
      <table className="table set-table">
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.value}</th>
            <th scope="col">{columns.range}</th>
            <th scope="col">{columns.fallback}</th>
            <th scope="col">{columns.source}</th>
            <th scope="col">{columns.takes}</th>
            <th scope="col">{columns.change}</th>
          </tr>
        </thead>
        <tbody>
          {settings.map((setting) => (
            <SettingRow key={setting.key} setting={setting} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function SettingRow({ setting }: { readonly setting: SettingView }) {
  const text = useText(texts);
  const about = useAbout();
  const rangeWords = useRangeWords();
  const { names, value, unit, range, source, live, pending_restart, secret } = setting;
  const shown = secret ? text.secret : (value ?? text.notSet);
  return (
    <tr data-setting={names[0]}>
      <th scope="row">
        <code>{names[0]}</code>
        <small className="set-about">{about(setting)}</small>
      </th>
      <td className={source === 'default' ? '' : 'set-own'}>
        {shown} {value !== null && !secret && unit}
      </td>
      <td>{rangeWords(range)}</td>
      <td>{setting.default ?? text.notSet}</td>
      <td>{text.sources[source]}</td>
      <td>
        {live ? text.live : text.atStart}
        {pending_restart && <strong className="set-pending">{text.pending}</strong>}
      </td>
      <td>
        <ChangeSetting setting={setting} />
      </td>
    </tr>
  );
}
