import { createHmac } from 'node:crypto';
import type { IceServer } from '@ottogi/protocol';

/** Long enough for a call of a day; a new join gets new ones. */
const CREDENTIAL_LIFETIME_S = 24 * 60 * 60;

export interface IceServerConfig {
  /** Those that were set, or this server itself. */
  iceServers: IceServer[];
  turn: { urls: string[]; secret: string } | null;
}

/**
 * The STUN and TURN servers for one session, with credentials that expire: the user is
 * `<unix expiry>:<name>`, the password base64(HMAC-SHA1(secret, user)), as coturn's
 * `use-auth-secret` wants it (draft-uberti-behave-turn-rest-00).
 */
export function iceServersFor(config: IceServerConfig, name: string, nowMs: number): IceServer[] {
  if (config.turn === null) return config.iceServers;
  const username = `${Math.floor(nowMs / 1000) + CREDENTIAL_LIFETIME_S}:${name}`;
  const credential = createHmac('sha1', config.turn.secret).update(username).digest('base64');
  return [...config.iceServers, { urls: config.turn.urls, username, credential }];
}
