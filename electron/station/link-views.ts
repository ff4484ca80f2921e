import type { Link } from '../../shared/contract/declare.ts';
import type { LinkView } from '../../shared/contract/views.ts';
import { AppError } from '../../shared/errors.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { CommandRight } from './command-right.ts';
import { iso } from './views.ts';

export interface Links {
  readonly link: LinkWatch;
  readonly odoo: OdooClient;
  readonly right: CommandRight;
}

export function viewPlcLink({ link }: Pick<Links, 'link'>): LinkView {
  const { status } = link;
  const complaints = [...(status.fatal?.texts ?? []), ...(status.nonFatal?.texts ?? [])];
  if (status.errorMessage) complaints.push(status.errorMessage);
  const state = status.link === 'lost' ? 'down' : status.link;
  const trouble = state === 'down' ? 'the PLC does not answer' : complaints.join(', ') || null;
  return { state, last_good_at: iso(status.lastGoodAt), trouble };
}

export function viewOdooLink({ odoo }: Pick<Links, 'odoo'>): LinkView {
  const { lastCallGood, lastGoodAt, lastFault } = odoo.link();
  const state = lastCallGood === null ? 'unknown' : lastCallGood ? 'up' : 'down';
  return {
    state,
    last_good_at: iso(lastGoodAt),
    trouble: state === 'down' ? (lastFault?.message ?? null) : null,
  };
}

export function viewDatabaseLink({ right }: Pick<Links, 'right'>): LinkView {
  const up = right.state === 'leader' || right.state === 'follower';
  return {
    state: up ? 'up' : 'down',
    last_good_at: iso(right.lastGoodAt),
    trouble: up ? null : 'the database does not answer',
  };
}

/** Why a link cannot be used for a command now; null when it can, as far as is known. */
export function troubleOf(links: Links, link: Link): AppError | null {
  switch (link) {
    case 'plc':
      return viewPlcLink(links).state === 'down'
        ? new AppError('PLC_LINK_LOST', 'the PLC does not answer')
        : null;
    case 'database':
      return viewDatabaseLink(links).state === 'down'
        ? new AppError('STORE_UNAVAILABLE', 'the database does not answer')
        : null;
    case 'odoo': {
      const odoo = viewOdooLink(links);
      return odoo.state === 'down'
        ? new AppError('ODOO_UNREACHABLE', odoo.trouble ?? 'Odoo does not answer')
        : null;
    }
  }
}
