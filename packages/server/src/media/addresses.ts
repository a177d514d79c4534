import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { isIPv6 } from 'node:net';
import type { types } from 'mediasoup';

/** Each one costs a socket per worker and a candidate pair per peer. */
const MOST_OWN_ADDRESSES = 8;

/** Under a socket of the kernel's default size, 212,992 bytes, a burst of packets is lost. */
export const RECEIVE_BUFFER_BYTES = 4_000_000;

/** Of which those below the media ports are taken where they are as many as this. */
const PIPE_PORTS = { min: 10_000, max: 59_999 };
const PIPE_PORTS_LEAST = 20_000;

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * The addresses of this machine under which others may reach it, IPv4 before IPv6; loopback where
 * there is nothing else.
 */
export function ownAddresses(interfaces: Interfaces = networkInterfaces()): string[] {
  const reachable = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter((info) => !info.internal && !info.address.startsWith('fe80:'))
    .sort((a, b) => a.family.localeCompare(b.family))
    .map((info) => info.address);
  return reachable.length > 0 ? reachable.slice(0, MOST_OWN_ADDRESSES) : ['127.0.0.1'];
}

/** Where a worker listens, and what it says of it. */
export interface ListenPlan {
  /** Addresses to bind. */
  bind: string[];
  /** Addresses that lead here from outside, by a router's port forwarding. */
  forwarded: string[];
}

/**
 * An announced address that this machine has is bound by itself, so that answers leave by the
 * address that was asked. One that it has not is somebody's who forwards to it: to a bound address
 * of its family, or, where there is none, to any address of the machine.
 */
export function planListening(
  announced: string[],
  interfaces: Interfaces = networkInterfaces(),
): ListenPlan {
  const bind = announced.filter((address) => isOwnAddress(address, interfaces));
  const forwarded = announced.filter((address) => !isOwnAddress(address, interfaces));
  const wildcards = (['0.0.0.0', '::'] as const).filter(
    (wildcard) =>
      forwarded.some((address) => isIPv6(address) === isIPv6(wildcard)) &&
      !bind.some((address) => isIPv6(address) === isIPv6(wildcard)),
  );
  return { bind: [...bind, ...wildcards], forwarded };
}

export function listenInfos(plan: ListenPlan, port: number): types.TransportListenInfo[] {
  return plan.bind.flatMap((ip) =>
    (['udp', 'tcp'] as const).map((protocol) => ({
      protocol,
      ip,
      port,
      ...(protocol === 'udp' && { recvBufferSize: RECEIVE_BUFFER_BYTES }),
      ...(isIPv6(ip) && { flags: { ipv6Only: true } }),
    })),
  );
}

/**
 * Where a worker listens for other workers of this machine: on loopback, away from the media ports of
 * this process and of the one before or after it, which could not open theirs otherwise.
 * @param firstPort Of the block of media ports that is in use; it has one for each worker.
 */
export function pipeListenInfo(firstPort: number, workers: number): types.TransportListenInfo {
  const [first, last] = [firstPort - workers, firstPort + 2 * workers - 1];
  const portRange =
    first > PIPE_PORTS_LEAST
      ? { min: PIPE_PORTS.min, max: first - 1 }
      : { min: last + 1, max: PIPE_PORTS.max };
  return {
    protocol: 'udp',
    ip: '127.0.0.1',
    portRange,
    recvBufferSize: RECEIVE_BUFFER_BYTES,
  };
}

/**
 * The candidates that clients are told: those of the bound addresses, and for each forwarded
 * address a copy of the first ones of its family. A wildcard itself leads nowhere and is left out.
 */
export function announce(
  candidates: types.IceCandidate[],
  { bind, forwarded }: ListenPlan,
): types.IceCandidate[] {
  const copies = forwarded.flatMap((address, index) => {
    const socket = bind.find((bound) => isIPv6(bound) === isIPv6(address));
    const models = candidates.filter((candidate) => candidate.address === socket);
    return models.map((model) => ({
      ...model,
      address,
      ip: address,
      foundation: `${model.foundation}f${index}`,
      // After the direct ones, in the order in which the host wrote them (RFC 8445, 5.1.2.1).
      priority: model.priority - 0x1000 * (index + 1),
    }));
  });
  return [...candidates.filter(({ address }) => !isWildcard(address)), ...copies];
}

/** As it is for a client on this machine: what is bound to any address is found by loopback too. */
export function withLoopback({ bind, forwarded }: ListenPlan): ListenPlan {
  const loopback = bind.flatMap((ip) =>
    ip === '0.0.0.0' ? '127.0.0.1' : ip === '::' ? '::1' : [],
  );
  return { bind, forwarded: [...loopback, ...forwarded] };
}

/** Whether the machine itself answers to it. */
export function isOwnAddress(
  address: string,
  interfaces: Interfaces = networkInterfaces(),
): boolean {
  const own = Object.values(interfaces).flatMap((infos) => infos ?? []);
  return address.startsWith('127.') || own.some((info) => info.address === address);
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
