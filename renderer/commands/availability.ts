import { COMMANDS, type CommandName } from '../../shared/contract/contract.ts';
import { type Link, type Role, roleSuffices } from '../../shared/contract/declare.ts';
import { useAnswer } from '../lib/queries.ts';
import { useRole } from '../lib/session.ts';
import { defineTexts, useText } from '../lib/text.ts';
import { useConnection } from '../stores/connection-store.ts';

const texts = defineTexts({
  id: {
    cutOff: 'Layar ini tidak terhubung ke stasiun.',
    needs: { viewer: '', operator: 'Masuk sebagai operator dahulu.', supervisor: 'Hanya untuk pengawas.' },
    plc: 'PLC tidak terhubung.',
    database: 'Basis data tidak terhubung.',
    odoo: 'Odoo tidak terhubung.',
    notLeader: 'Stasiun lain yang memegang kendali.',
  },
  en: {
    cutOff: 'This screen is not connected to the station.',
    needs: { viewer: '', operator: 'Log in as an operator first.', supervisor: 'For supervisors only.' },
    plc: 'The PLC is not connected.',
    database: 'The database is not connected.',
    odoo: 'Odoo is not connected.',
    notLeader: 'Another station is in command.',
  },
});

type Words = (typeof texts)['id'];

/** Why a command cannot be given now, in words; null when it can. The station decides again when it comes. */
export function useUnavailable(name: CommandName): string | null {
  const text = useText(texts);
  const role = useRole();
  const connected = useConnection(({ state }) => state === 'up');
  const { data: health } = useAnswer('health', {});
  const { role: needed, needs } = COMMANDS[name];
  return whyNot(text, {
    role,
    needed,
    connected,
    away: needs.filter((link) => health?.[link].state === 'down'),
  });
}

function whyNot(
  text: Words,
  { role, needed, connected, away }: { role: Role; needed: Role; connected: boolean; away: readonly Link[] },
): string | null {
  if (!connected) return text.cutOff;
  if (!roleSuffices(role, needed)) return text.needs[needed];
  const [first] = away;
  return first === undefined ? null : text[first];
}
