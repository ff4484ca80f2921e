import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';

/** A page of this program sends this with every POST; a page of another site cannot without being asked. */
const OWN_HEADER = 'x-batchline';
const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|localhost|.+\.localhost)$/;

/** Decides whether a name in a browser's address bar is a name of this computer; lower case, without port. */
export type HostNames = (name: string) => boolean;

/**
 * The names that this server goes by. A site of somebody else may let its own name lead to this computer, and
 * its page would then count as ours for the browser (DNS rebinding): such a name is never in here. An IP
 * address is no name, so nobody can turn it.
 * @param listens the address that the server listens on
 */
export function hostNames(listens: string): HostNames {
  if (isLoopbackAddress(listens)) return (name) => LOOPBACK.test(name);
  const own = hostname().toLowerCase();
  return (name) =>
    LOOPBACK.test(name) ||
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    name === own ||
    name === `${own}.local`;
}

/** True for an address that only this computer reaches. */
export function isLoopbackAddress(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\./.test(address);
}

/** Throws AppError FORBIDDEN when the browser calls this computer by a name that is not its own. */
export function requireOwnHost(request: FastifyRequest, names: HostNames): void {
  const given = `http://${request.headers.host ?? ''}`;
  const name = URL.canParse(given) ? new URL(given).hostname : '';
  if (!names(name)) throw new AppError('FORBIDDEN', 'this address does not belong to this program');
}

/**
 * Throws AppError FORBIDDEN unless a page of this very server asks: a browser sends its cookies along
 * whoever asks, so they prove nothing by themselves (cross-site request forgery).
 */
export function requireOwnPage(request: FastifyRequest): void {
  const { origin = '', host = '' } = request.headers;
  const isOwn = URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  if (!isOwn) throw new AppError('FORBIDDEN', 'this was asked by a page of another program');
  if (request.headers[OWN_HEADER] !== '1') {
    throw new AppError('FORBIDDEN', `this needs the header ${OWN_HEADER}: 1`);
  }
}
