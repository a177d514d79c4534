/** The list of rooms beside the stage. */
import type { CallState, RoomDocument } from '@ottogi/client';
import { roomKey } from '@ottogi/protocol';

export interface ListedRoom {
  key: string;
  name: string;
  peers: RoomDocument['peers'];
  /** Known from a visit only: nobody is in it now. */
  remembered: boolean;
}

const byName = new Intl.Collator(undefined, { numeric: true });

/**
 * Rooms that are open and rooms that were visited, in one alphabet: a room keeps its place when
 * its last person leaves.
 */
export function listRooms(open: readonly RoomDocument[], recent: readonly string[]): ListedRoom[] {
  const listed = new Map<string, ListedRoom>();
  for (const name of recent) {
    listed.set(roomKey(name), { key: roomKey(name), name, peers: [], remembered: true });
  }
  for (const { name, peers } of open) {
    listed.set(roomKey(name), { key: roomKey(name), name, peers, remembered: false });
  }
  return [...listed.values()].sort((a, b) => byName.compare(a.name, b.name));
}

export function sameRoom(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : roomKey(a) === roomKey(b);
}

/** Which room the call is in or on its way to; null outside of calls. */
export function destination(call: CallState): string | null {
  switch (call.status) {
    case 'idle':
      return null;
    case 'joined':
      return call.movingTo ?? call.room;
    case 'joining':
    case 'failed':
      return call.room;
  }
}
