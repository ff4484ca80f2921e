import { sql } from 'kysely';
import type { DoctorCheckView } from '../../../shared/contract/diagnostics.ts';
import type { FindingKey } from '../../../shared/contract/findings.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { OdooFault } from '../../odoo/odoo-reply.ts';
import { answerInTime, failed, notChecked, passed } from './doctor-check.ts';
import { checkPlc } from './doctor-plc.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';

/** Tries every connection of the station at once, and names the setting that is probably wrong. */
export function doctorQueries(parts: QueryParts): HandlersOf<'connectionDoctor'> {
  return {
    async connectionDoctor() {
      const checks = await Promise.all([checkPlc(parts), checkOdoo(parts), checkDatabase(parts)]);
      return { checked_at: new Date(parts.clock.now()).toISOString(), checks: checks.flat() };
    },
  };
}

/** Asks for one order: the smallest call that needs the address, the login and the module, and changes nothing. */
async function checkOdoo({ odoo, clock }: QueryParts): Promise<readonly DoctorCheckView[]> {
  const reply = await answerInTime(clock, () => odoo.confirmedOrders({ limit: 1, offset: 0 }));
  if (reply === 'late') {
    return [failed('odoo-reach', 'no-answer-in-time', 'ODOO_URL', null), notChecked('odoo-login')];
  }
  if (reply.kind === 'ok') return [passed('odoo-reach', null), passed('odoo-login', null)];
  const [what, finding, setting] = blameOf(reply.fault);
  if (what === 'odoo-reach') {
    return [failed('odoo-reach', finding, setting, reply.fault.message), notChecked('odoo-login')];
  }
  return [passed('odoo-reach', null), failed('odoo-login', finding, setting, reply.fault.message)];
}

function blameOf({ code }: OdooFault): readonly ['odoo-reach' | 'odoo-login', FindingKey, string | null] {
  switch (code) {
    case 'ODOO_UNREACHABLE':
      return ['odoo-reach', 'odoo-unreachable', 'ODOO_URL'];
    case 'ODOO_TIMEOUT':
      return ['odoo-reach', 'odoo-timeout', 'ODOO_URL'];
    case 'ODOO_WRONG_PATH':
      return ['odoo-reach', 'odoo-wrong-path', 'ODOO_URL'];
    case 'ODOO_MALFORMED_REPLY':
      return ['odoo-reach', 'odoo-unreadable', 'ODOO_URL'];
    case 'ODOO_HTTP':
    case 'ODOO_THROTTLED':
    case 'ODOO_SERVER_ERROR':
      return ['odoo-reach', 'odoo-http', null];
    case 'ODOO_LOGIN_REFUSED':
      return ['odoo-login', 'odoo-login-refused', 'ODOO_PASSWORD'];
    default:
      return ['odoo-login', 'odoo-rejected', null];
  }
}

async function checkDatabase({ db, right, clock }: QueryParts): Promise<readonly DoctorCheckView[]> {
  try {
    const answer = await answerInTime(clock, () => sql`select 1`.execute(db));
    if (answer === 'late') return [failed('database', 'no-answer-in-time', 'DATABASE_URL', null)];
    right.noteAnswer();
    return [passed('database', null)];
  } catch (thrown) {
    return [failed('database', 'database-unreachable', 'DATABASE_URL', messageOf(thrown))];
  }
}
