import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ROLES, type Role } from '../../../../shared/contract/declare.ts';
import type { HostCallGiven, HostCallOutput, UserView } from '../../../../shared/contract/host.ts';
import { roleName } from '../../../../shared/text/text.ts';
import { Problem } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { queryClient } from '../../../lib/queries.ts';
import { type CallError, callHost } from '../../../lib/station-client.ts';
import { useText } from '../../../lib/text.ts';
import { useNotices } from '../../../stores/notice-store.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';

type Users = HostCallOutput<'users'>;

function useSaved(name: string, onClose: () => void): (users: Users) => void {
  const text = useText(texts);
  const show = useNotices((state) => state.show);
  return (users) => {
    queryClient.setQueryData(['host', 'users', {}], users);
    show({ kind: 'done', title: text.saved, body: name, path: null });
    onClose();
  };
}

/** Adds a person, or changes one: role, PIN, and whether a login is possible. */
export function PersonDialog({
  user,
  onClose,
}: {
  readonly user: UserView | null;
  readonly onClose: () => void;
}) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const [name, setName] = useState(user?.name ?? '');
  const [role, setRole] = useState<Role>(user?.role ?? 'operator');
  const [secret, setSecret] = useState('');
  const [disabled, setDisabled] = useState(user?.disabled ?? false);
  const onSuccess = useSaved(name, onClose);
  const { mutate, isPending, error } = useMutation<Users, CallError, HostCallGiven<'saveUser'>>({
    mutationFn: (input) => callHost('saveUser', input),
    onSuccess,
  });
  return (
    <Dialog title={user === null ? text.add : `${text.edit} ${user.name}`} onClose={onClose}>
      <form
        className="grid"
        onSubmit={(event) => {
          event.preventDefault();
          mutate({ name, role, disabled, ...(secret !== '' && { secret }) });
        }}
      >
        <Field label={text.person}>
          {({ id }) => (
            <input
              id={id}
              className="input"
              required
              minLength={2}
              autoComplete="off"
              readOnly={user !== null}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label={text.role}>
          {({ id }) => (
            <select
              id={id}
              className="input"
              value={role}
              onChange={({ target }) => setRole(ROLES.find((known) => known === target.value) ?? role)}
            >
              {ROLES.map((known) => (
                <option key={known} value={known}>
                  {roleName(language, known)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={user === null ? text.pin : text.newPin} hint={text.pinHint}>
          {({ id, describedBy }) => (
            <input
              id={id}
              className="input"
              type="password"
              autoComplete="new-password"
              aria-describedby={describedBy}
              required={user === null}
              minLength={4}
              value={secret}
              onChange={({ target }) => setSecret(target.value)}
            />
          )}
        </Field>
        <label className="set-check">
          <input type="checkbox" checked={disabled} onChange={({ target }) => setDisabled(target.checked)} />
          {text.disabled}
        </label>
        {error !== null && <Problem error={error} />}
        <footer>
          <Button onClick={onClose}>{text.back}</Button>
          <Button look="primary" submit pending={isPending}>
            {text.save}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

export function RemoveDialog({ user, onClose }: { readonly user: UserView; readonly onClose: () => void }) {
  const text = useText(texts);
  const onSuccess = useSaved(user.name, onClose);
  const { mutate, isPending, error } = useMutation<Users, CallError>({
    mutationFn: () => callHost('removeUser', { name: user.name }),
    onSuccess,
  });
  return (
    <Dialog title={text.removeTitle(user.name)} description={text.removeBody} onClose={onClose}>
      {error !== null && <Problem error={error} />}
      <footer>
        <Button onClick={onClose}>{text.back}</Button>
        <Button look="danger" pending={isPending} onClick={() => mutate()}>
          {text.remove}
        </Button>
      </footer>
    </Dialog>
  );
}
