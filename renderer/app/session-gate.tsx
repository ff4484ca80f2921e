import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { useSessionAnswer } from '../lib/queries.ts';
import { SessionContext } from '../lib/session.ts';
import { useText } from '../lib/text.ts';
import { appTexts } from './app-texts.ts';
import { LoginPage } from './login.tsx';

/** Lets through who may at least see; everybody else can only log in. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const text = useText(appTexts);
  const session = useSessionAnswer();
  if (session.data === undefined) {
    return (
      <main className="center-screen">
        <p>{session.isError ? text.unreachable : text.connecting}</p>
        {session.isError && <Button onClick={() => void session.refetch()}>{text.again}</Button>}
      </main>
    );
  }
  return (
    <SessionContext value={session.data}>
      {session.data.access === 'none' || session.data.first_start ? <LoginPage /> : children}
    </SessionContext>
  );
}
