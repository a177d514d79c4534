import { BlockList, isIP, isIPv6 } from 'node:net';

/** Of networks without the world: RFC 1918, RFC 6598, RFC 3927, RFC 4193, and loopback. */
const PRIVATE = blockList(
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
);

/** For books, for measuring, for several at once, for later: RFC 6890, RFC 5771, RFC 1112, RFC 4291. */
const RESERVED = blockList(
  ['0.0.0.0', 8],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['2001:db8::', 32],
  ['ff00::', 8],
);

/** Leads nowhere beyond a house, a company or a provider. */
export function isPrivate(address: string): boolean {
  return isIn(PRIVATE, address);
}

/** Leads nowhere at all. */
export function isReserved(address: string): boolean {
  return isIn(RESERVED, address);
}

function blockList(...ranges: [network: string, prefix: number][]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, familyOf(network));
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
