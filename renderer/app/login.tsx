import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionView } from '../../shared/contract/host.ts';
import { Problem } from '../components/answer.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field } from '../components/field.tsx';
import { queryClient } from '../lib/queries.ts';
import { useSession } from '../lib/session.ts';
import { type CallError, callHost } from '../lib/station-client.ts';
import { useText } from '../lib/text.ts';
import { useView } from '../stores/view-store.ts';
import { appTexts } from './app-texts.ts';

type Person = { readonly name: string; readonly secret: string };

/** Everything that was answered may be answered otherwise to somebody else. */
export function takeSession(session: SessionView): void {
  queryClient.setQueryData(['host', 'session', {}], session);
  void queryClient.invalidateQueries();
}

/** Shown instead of the screens to somebody who may see nothing yet. */
export function LoginPage() {
  const text = useText(appTexts);
  const { first_start } = useSession();
  return (
    <main className="center-screen">
      <h1>{first_start ? text.firstTitle : text.loginTitle}</h1>
      <p className="dim">{first_start ? text.firstIntro : text.linkNeeded}</p>
      <LoginForm />
    </main>
  );
}

export function LoginDialog() {
  const text = useText(appTexts);
  const { loginOpen, setLoginOpen } = useView();
  if (!loginOpen) return null;
  const close = (): void => setLoginOpen(false);
  return (
    <Dialog title={text.loginTitle} description={text.loginIntro} onClose={close}>
      <LoginForm onDone={close} />
    </Dialog>
  );
}

function LoginForm({ onDone }: { readonly onDone?: () => void }) {
  const text = useText(appTexts);
  const { first_start, training_accounts } = useSession();
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const { mutate, isPending, error } = useMutation<SessionView, CallError, Person>({
    mutationFn: (person) => callHost(first_start ? 'createFirstSupervisor' : 'login', person),
    onSuccess: (session) => {
      takeSession(session);
      onDone?.();
    },
  });
  return (
    <form
      className="login"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ name, secret });
      }}
    >
      <Field label={text.name}>
        {({ id }) => (
          <input
            id={id}
            className="input"
            autoComplete="username"
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={text.pin}>
        {({ id }) => (
          <input
            id={id}
            className="input"
            type="password"
            autoComplete={first_start ? 'new-password' : 'current-password'}
            required
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <Problem error={error} />}
      <Button look="primary" submit pending={isPending}>
        {first_start ? text.firstDo : text.login}
      </Button>
      {training_accounts.length > 0 && (
        <section aria-label={text.trainingAccounts} className="grid">
          <h2>{text.trainingAccounts}</h2>
          <div className="bar-row">
            {training_accounts.map((account) => (
              <Button key={account.name} onClick={() => mutate(account)}>
                {account.name} · PIN {account.secret}
              </Button>
            ))}
          </div>
        </section>
      )}
    </form>
  );
}
