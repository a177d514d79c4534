import type { ClientErrorCode, RoomClient } from '@ottogi/client';
import type { AccessKey } from './access.ts';
import type { Memory } from './memory.ts';

/** What was brought opens nothing, or nothing any more. */
const SPENT = new Set<ClientErrorCode>(['accessRefused', 'tokenRefused', 'tokenExpired']);

/** Keeps what lets one in for as long as it does. Returns what takes another one. */
export function keepAccess(
  client: Pick<RoomClient, 'giveAccess' | 'subscribe' | 'getSnapshot'>,
  memory: Memory,
): (key: AccessKey) => void {
  client.subscribe(() => {
    const { connection } = client.getSnapshot();
    if (connection.status === 'refused' && SPENT.has(connection.error.code)) memory.forgetAccess();
  });
  return (key) => {
    memory.keepAccess(key);
    client.giveAccess(key.value);
  };
}
