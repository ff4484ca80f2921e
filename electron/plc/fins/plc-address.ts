import { lookup } from 'node:dns/promises';
import { isIP, isIPv4 } from 'node:net';
import { AppError } from '../../../shared/errors.ts';

/**
 * The PLC's IPv4 address: FINS/UDP node numbers follow it. A name is looked up.
 * Throws AppError CONFIG_INVALID on an IPv6 address; AppError PLC_ADDRESS_REFUSED when only loopback is
 * allowed and the address is outside 127.0.0.0/8 (training must never reach a plant); the resolver's own
 * error when a name is not known now.
 */
export async function resolvePlcAddress(host: string, allowOnlyLoopback: boolean): Promise<string> {
  if (isIP(host) === 6) throw new AppError('CONFIG_INVALID', `PLC address ${host}: FINS/UDP needs IPv4`);
  const address = isIPv4(host) ? host : (await lookup(host, { family: 4 })).address;
  if (allowOnlyLoopback && !isLoopback(address)) {
    throw new AppError(
      'PLC_ADDRESS_REFUSED',
      `${host} (${address}) is outside this computer: training refuses it`,
      {
        details: { host, address },
      },
    );
  }
  return address;
}

function isLoopback(address: string): boolean {
  return isIPv4(address) && address.startsWith('127.');
}

/** The last number of an IPv4 address, 0..255: the node number that Omron's automatic assignment gives. */
export function lastOctet(address: string): number {
  return Number(address.slice(address.lastIndexOf('.') + 1));
}
