import { useState } from 'react';
import type { UserView } from '../../../../shared/contract/host.ts';
import { roleName } from '../../../../shared/text/text.ts';
import { Answer } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useHostAnswer } from '../../../lib/queries.ts';
import { useMay } from '../../../lib/session.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';
import { PersonDialog, RemoveDialog } from './person-dialogs.tsx';

type Asking = { readonly what: 'edit' | 'remove'; readonly user: UserView } | { readonly what: 'add' } | null;

/** Who may log in, and as what. */
export function People() {
  const text = useText(texts);
  const may = useMay('supervisor');
  const users = useHostAnswer('users', {}, may);
  const [asking, setAsking] = useState<Asking>(null);
  const close = (): void => setAsking(null);
  return (
    <Panel
      title={text.people}
      aside={
        <Button unavailable={may ? null : text.supervisorOnly} onClick={() => setAsking({ what: 'add' })}>
          {text.add}
        </Button>
      }
    >
      {may ? (
        <Answer of={users}>{(data) => <PeopleTable users={data.users} onAsk={setAsking} />}</Answer>
      ) : (
        <p className="dim">{text.supervisorOnly}</p>
      )}
      {asking?.what === 'add' && <PersonDialog user={null} onClose={close} />}
      {asking?.what === 'edit' && <PersonDialog user={asking.user} onClose={close} />}
      {asking?.what === 'remove' && <RemoveDialog user={asking.user} onClose={close} />}
    </Panel>
  );
}

function PeopleTable({
  users,
  onAsk,
}: {
  readonly users: readonly UserView[];
  readonly onAsk: (asking: Asking) => void;
}) {
  const text = useText(texts);
  const format = useFormat();
  const language = useView((view) => view.language);
  return (
    <TableWrap label={text.people}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.person}</th>
            <th scope="col">{text.role}</th>
            <th scope="col">{text.lastLogin}</th>
            <th scope="col">{text.state}</th>
            <th scope="col">{text.columns.change}</th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.name} data-user={user.name}>
              <th scope="row">{user.name}</th>
              <td>{roleName(language, user.role)}</td>
              <td>{user.last_login_at === null ? text.never : format.dateTime(user.last_login_at)}</td>
              <td>
                {user.disabled ? text.disabled : text.active}
                {user.locked_until !== null && ` · ${text.lockedUntil} ${format.time(user.locked_until)}`}
              </td>
              <td>
                <span className="set-change">
                  <Button
                    aria-label={`${text.edit} ${user.name}`}
                    onClick={() => onAsk({ what: 'edit', user })}
                  >
                    {text.edit}
                  </Button>
                  <Button
                    aria-label={`${text.remove} ${user.name}`}
                    onClick={() => onAsk({ what: 'remove', user })}
                  >
                    {text.remove}
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}
