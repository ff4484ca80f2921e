import type { z } from 'zod';
import { codeOf, messageOf } from '../../shared/errors.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { LinkState } from './link-state.ts';
import { createLinkWatch } from './link-state.ts';
import type { OdooReply } from './odoo-reply.ts';
import { fault } from './odoo-reply.ts';
import type { Credentials, SessionRequest } from './session.ts';
import { createSession } from './session.ts';
import type { Params, TransportOptions } from './transport.ts';
import { createTransport } from './transport.ts';

export interface OdooClientPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asked before every call that changes Odoo: only the station that commands the plant may (S8). */
  readonly leadership?: Pick<Leadership, 'assertLeader'>;
}

/** Calls with a session, a checked answer and a watch on the link. None throws. */
export interface OdooCaller {
  /** A POST that changes nothing. */
  read<S extends z.ZodType>(path: string, params: Params, schema: S): Promise<OdooReply<z.output<S>>>;
  /** A GET with `params` as its query. */
  list<S extends z.ZodType>(path: string, params: Params, schema: S): Promise<OdooReply<z.output<S>>>;
  /** A POST that changes Odoo; not sent while this station does not command the plant. */
  write<S extends z.ZodType>(path: string, params: Params, schema: S): Promise<OdooReply<z.output<S>>>;
  link(): LinkState;
  close(): void;
}

/** Throws AppError CONFIG_INVALID for an unusable address. */
export function createCaller(options: TransportOptions & Credentials, ports: OdooClientPorts): OdooCaller {
  const { clock } = ports;
  const logger = ports.logger.with({ module: 'odoo' });
  const transport = createTransport(options, clock);
  const session = createSession(transport, options, { clock, logger });
  const link = createLinkWatch(clock);

  async function call<S extends z.ZodType>(request: SessionRequest, schema: S) {
    const reply = checked(await session.send(request), schema, request.path);
    link.note(reply);
    if (reply.kind === 'fault') {
      const { code, class: faultClass, message } = reply.fault;
      logger.debug(`${request.path}: ${message}`, { code, class: faultClass });
    }
    return reply;
  }

  return {
    read: (path, params, schema) => call({ method: 'POST', path, params }, schema),
    list: (path, params, schema) => call({ method: 'GET', path, params }, schema),
    async write(path, params, schema) {
      try {
        await ports.leadership?.assertLeader();
      } catch (thrown) {
        return fault('transient', codeOf(thrown), `${path} not sent: ${messageOf(thrown)}`, {
          linkDown: true,
        });
      }
      return call({ method: 'POST', path, params }, schema);
    },
    link: () => link.state(),
    close: () => transport.close(),
  };
}

/** Checks an answer against its schema; one that does not fit says nothing about what Odoo did. */
function checked<S extends z.ZodType>(
  reply: OdooReply<unknown>,
  schema: S,
  path: string,
): OdooReply<z.output<S>> {
  if (reply.kind === 'fault') return reply;
  const parsed = schema.safeParse(reply.value);
  if (parsed.success) return { kind: 'ok', value: parsed.data };
  return fault('unknown-outcome', 'ODOO_MALFORMED_REPLY', `${path}: ${firstIssue(parsed.error)}`);
}

/** Where an answer first broke its schema, and how. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unexpected reply' : `${issue.path.join('.') || 'reply'}: ${issue.message}`;
}
