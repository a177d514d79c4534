import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses that lead nowhere beyond a house, a company or a provider, or nowhere at all (RFC 6890). */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

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
  const family = isIP(address);
  if (family === 0) return !LOCAL_NAME.test(address);
  return !PRIVATE.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function boundBy(host: string, ownAddresses: readonly string[]): readonly string[] {
  if (host === '0.0.0.0') return ownAddresses.filter((address) => isIPv4(address));
  // A socket that is bound to every IPv6 address takes IPv4 too.
  return host === '::' ? ownAddresses : [host];
}
