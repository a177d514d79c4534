import { isIP, isIPv4 } from 'node:net';
import { isPrivate, isReserved } from '../addressRanges.ts';

/** Names that no public server of names knows (RFC 6761, 6762, 8375; ICANN for `internal`). */
const LOCAL_NAME = /^[^.]*$|\.(local|localhost|lan|home|internal|test|invalid|home\.arpa)$/i;

/** Where a server can be reached, as its settings say. */
export interface Reach {
  /** `OTTOGI_ANNOUNCED_ADDRESS`; where it is empty, the machine's own addresses are announced. */
  announced: readonly string[];
  /** Which addresses its doors are bound to. */
  hosts: readonly string[];
}

/** Whether strangers may be able to reach the server: in doubt they are. */
export function isExposed({ announced, hosts }: Reach, ownAddresses: readonly string[]): boolean {
  const ipv4 = ownAddresses.filter((address) => isIPv4(address));
  // Nearly every house has public IPv6 addresses, and a router that lets nobody in by them.
  const own = ipv4.length > 0 ? ipv4 : ownAddresses;
  const named = announced.length > 0 ? announced : own;
  return [...named, ...hosts.flatMap((host) => boundBy(host, ownAddresses))].some(isPublic);
}

/** Whether an address, or a name of one, is known beyond the own network. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0) return isPublicName(address);
  return !isPrivate(address) && !isReserved(address);
}

/** Whether it is a name that strangers may own. */
export function isPublicName(host: string): boolean {
  return isIP(host) === 0 && !LOCAL_NAME.test(host);
}

function boundBy(host: string, ownAddresses: readonly string[]): readonly string[] {
  if (host === '0.0.0.0') return ownAddresses.filter((address) => isIPv4(address));
  // A socket that is bound to every IPv6 address takes IPv4 too.
  return host === '::' ? ownAddresses : [host];
}
