import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { isPublicName } from './exposure.ts';

/** By which public names a server goes; null where that is all the same: it asks everybody who they are. */
export type OwnNames = readonly string[] | null;

/**
 * Whether a request was meant for this server. A stranger's page may have a name of its own that
 * leads here once the page is loaded (DNS rebinding): then its browser takes the two for one origin,
 * and the page would go in and out where everybody may enter. Such a name is none of the server's,
 * and none that only the own network knows. By HTTPS the name stands in a certificate, which that
 * page cannot have.
 * @returns The name that is not the server's; null if all is well.
 */
export function foreignName(
  { headers: { host }, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  own: OwnNames,
): string | null {
  if (own === null || host === undefined || (socket as TLSSocket).encrypted) return null;
  const name = nameIn(host);
  if (name === null) return host;
  return !isPublicName(name) || own.includes(name) ? null : name;
}

/** What the one in front of it may read, and whoever can mend it. */
export function notMeantForThis(name: string): string {
  return `this server does not go by the name ${name}: whoever hosts it adds http://${name} (or https://) to OTTOGI_ALLOWED_ORIGINS, or sets OTTOGI_PASSWORD`;
}

/** Without its port, as `isIP` reads addresses; null where it is no host at all. */
function nameIn(host: string): string | null {
  if (!URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$|\.$/g, '');
}
