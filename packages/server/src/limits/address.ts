import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4, isIPv6 } from 'node:net';

/** What an address is of, and no name was ever looked up for it. */
export type Asking = Pick<IncomingMessage, 'headers'> & {
  readonly socket: {
    readonly remoteAddress?: string | undefined;
    readonly localAddress?: string | undefined;
  };
};

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * From where a request comes, as the key under which its sender is counted: an IPv4 address, or the
 * first 64 bits of an IPv6 one, since a household has them all to itself (RFC 6177). A proxy on this
 * machine says last in `X-Forwarded-For` from whom it has the request; what anybody else says there
 * counts nothing.
 */
export function addressOf({ headers, socket }: Asking): string {
  const direct = plain(socket.remoteAddress ?? '');
  if (!isLoopback(direct)) return networkOf(direct);
  const said = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1) ?? '';
  const forwarded = plain(withoutPort(said.trim()));
  return networkOf(isIP(forwarded) ? forwarded : direct);
}

/** Whether it comes from a program on this machine, by itself and for nobody else. */
export function isFromHere({ headers, socket }: Asking): boolean {
  const { remoteAddress = '', localAddress } = socket;
  return headers['x-forwarded-for'] === undefined && remoteAddress === localAddress;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}

/** Without a zone, and IPv4 as such where a socket of both families wraps it. */
function plain(address: string): string {
  const [bare = ''] = address.split('%');
  return MAPPED.exec(bare)?.[1] ?? bare;
}

/** Some proxies append the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

function networkOf(address: string): string {
  return isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = groups(head);
  if (tail === undefined) return before;
  const after = groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after];
}

/** IPv4 in the last place stands for two groups, which nobody needs to tell apart. */
function groups(text: string): string[] {
  if (text === '') return [];
  return text
    .split(':')
    .flatMap((group) =>
      group.includes('.') ? ['0', '0'] : [Number.parseInt(group, 16).toString(16)],
    );
}
