import type { IceServer } from '@ottogi/protocol';
import { isIPv4 } from 'node:net';
import type { Logger } from '../logger.ts';
import { StunServer } from './StunServer.ts';

/** Each one that a browser asks delays it, and tells it the same. */
const MOST_URLS = 2;

export interface OwnStunOptions {
  /** Null where there is to be none. */
  port: number | null;
  /** STUN and TURN servers that were set: where there are any, this one is not needed. */
  others: number;
  /** Under which browsers reach this machine. */
  addresses: readonly string[];
  logger: Logger;
}

/** The server's own answer to browsers that ask under which address they are seen. */
export interface OwnStun {
  iceServers: IceServer[];
  close(): void;
}

const NONE: OwnStun = { iceServers: [], close: () => {} };

/** Where nobody else answers, and somebody may come from beyond this machine. Never rejects. */
export async function openOwnStun({
  port,
  others,
  addresses,
  logger,
}: OwnStunOptions): Promise<OwnStun> {
  const reached = addresses.filter((address) => isIPv4(address) && !address.startsWith('127.'));
  if (port === null || others > 0 || reached.length === 0) return NONE;
  try {
    const server = await StunServer.open(port);
    const urls = reached.slice(0, MOST_URLS).map((address) => `stun:${address}:${server.port}`);
    return { iceServers: [{ urls }], close: () => server.close() };
  } catch (error) {
    logger.warn(
      { err: error, port },
      'STUN is not answered here, so people behind routers may not connect directly: set OTTOGI_STUN_PORT to a free port',
    );
    return NONE;
  }
}
