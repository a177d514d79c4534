import type { ClientErrorCode, RoomClient } from '@ottogi/client';
import type { AccessKey } from './access.ts';
import type { Memory } from './memory.ts';

/** What was brought opens nothing, or nothing any more. */
const SPENT = new Set<ClientErrorCode>(['accessRefused', 'tokenRefused', 'tokenExpired']);

/** What the page needs of the browser: a link that is opened while the page is open already. */
export interface Links {
  onAccess(listener: (key: AccessKey) => void): void;
}

/** Keeps what lets one in for as long as it does. */
export function keepAccess(
  client: Pick<RoomClient, 'giveAccess' | 'subscribe' | 'getSnapshot'>,
  memory: Memory,
  links: Links,
): void {
  links.onAccess((key) => {
    memory.keepAccess(key);
    client.giveAccess(key.value);
  });
  client.subscribe(() => {
    const { connection } = client.getSnapshot();
    if (connection.status === 'refused' && SPENT.has(connection.error.code)) memory.forgetAccess();
  });
}
