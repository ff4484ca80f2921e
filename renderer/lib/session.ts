import { createContext, use } from 'react';
import { type Role, roleSuffices } from '../../shared/contract/declare.ts';
import type { SessionView } from '../../shared/contract/host.ts';

export const SessionContext = createContext<SessionView | null>(null);

/** Who sits at this screen. Only below the session gate. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (session === null) throw new Error('no session around this component');
  return session;
}

/** What this person may do now; without control, what a viewer may. */
export function useRole(): Role {
  const { access, user } = useSession();
  return access === 'control' && user !== null ? user.role : 'viewer';
}

export function useMay(needed: Role): boolean {
  return roleSuffices(useRole(), needed);
}
