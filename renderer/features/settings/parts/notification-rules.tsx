import { useState } from 'react';
import { Link } from 'react-router';
import type { SettingView } from '../../../../shared/contract/views.ts';
import { notificationText } from '../../../../shared/text/text.ts';
import { Answer } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';
import { ChangeSetting } from './change-setting.tsx';

const KINDS = [
  'BATCH_FAILED',
  'EQUIPMENT_FAILURE',
  'RESULT_REFUSED',
  'PLC_LINK_LOST',
  'INTAKE_BLOCKED',
] as const;

/** What is told outside the screens, and what was. */
export function NotificationRules() {
  const settings = useAnswer('settings', {});
  return (
    <div className="grid">
      <Desktop />
      <Answer of={settings}>{(data) => <Rules settings={data.settings} />}</Answer>
      <Recent />
    </div>
  );
}

function Rules({ settings }: { readonly settings: readonly SettingView[] }) {
  const text = useText(texts);
  const byName = new Map(settings.map((setting) => [setting.names[0], setting]));
  const repeat = byName.get('NOTIFY_REPEAT');
  return (
    <Panel title={text.tabs.notifications}>
      <TableWrap label={text.tabs.notifications}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{text.kind}</th>
              <th scope="col">{text.told}</th>
              <th scope="col">{text.delay}</th>
            </tr>
          </thead>
          <tbody>
            {KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">{text.kinds[kind]}</th>
                <td>
                  <Rule setting={byName.get(`NOTIFY_${kind}`)} />
                </td>
                <td>
                  <Rule setting={byName.get(`NOTIFY_${kind}_DELAY`)} />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">{text.repeat}</th>
              <td colSpan={2}>
                <Rule setting={repeat} />
              </td>
            </tr>
          </tbody>
        </table>
      </TableWrap>
    </Panel>
  );
}

function Rule({ setting }: { readonly setting: SettingView | undefined }) {
  const text = useText(texts);
  if (setting === undefined) return null;
  const { value, unit } = setting;
  const shown =
    value === 'true' ? text.on : value === 'false' ? text.off : `${value ?? text.notSet} ${unit ?? ''}`;
  return (
    <span className="set-rule">
      <span>{shown}</span>
      <ChangeSetting setting={setting} />
    </span>
  );
}

/** Whether this browser shows notifications on the desktop; in Electron the shell does. */
function Desktop() {
  const text = useText(texts);
  const inBrowser = window.station === undefined && 'Notification' in window;
  const [state, setState] = useState(inBrowser ? Notification.permission : 'shell');
  return (
    <Panel title={text.desktop}>
      <div className="bar-row">
        <span>{text.desktopStates[state as keyof typeof text.desktopStates]}</span>
        {state === 'default' && (
          <Button onClick={() => void Notification.requestPermission().then(setState)}>{text.allow}</Button>
        )}
      </div>
    </Panel>
  );
}

function Recent() {
  const text = useText(texts);
  const format = useFormat();
  const language = useView((view) => view.language);
  const told = useAnswer('notifications', {});
  return (
    <Panel title={text.recent}>
      <Answer of={told}>
        {({ notifications }) =>
          notifications.length === 0 ? (
            <Empty title={text.noRecent} />
          ) : (
            <ul className="set-recent">
              {notifications.map((notification) => {
                const { title, body } = notificationText(language, notification);
                return (
                  <li key={notification.id}>
                    <time dateTime={notification.at}>{format.dateTime(notification.at)}</time>
                    <span>
                      <Link to={notification.place}>{title}</Link>
                      <span className="dim"> · {notification.stands ? text.stands : text.over}</span>
                      <br />
                      <span className="dim">{body}</span>
                    </span>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
