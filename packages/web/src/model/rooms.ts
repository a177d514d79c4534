/** The list of rooms beside the stage. */
import type { CallState, PersonDocument, RoomDocument } from '@ottogi/client';
import { roomKey } from '@ottogi/protocol';

export interface ListedRoom {
  key: string;
  name: string;
  /** Null where it is known from a visit only: nobody is in it, and nobody kept it. */
  room: RoomDocument | null;
}

export interface RoomList {
  favourites: readonly ListedRoom[];
  others: readonly ListedRoom[];
}

const byName = new Intl.Collator(undefined, { numeric: true });

/**
 * Favourites first. Then the rooms that somebody made, in their order; then those that are there
 * for now, and those that were visited, in one alphabet: such a room keeps its place when its last
 * person leaves.
 */
export function listRooms(
  rooms: readonly RoomDocument[],
  recent: readonly string[],
  favourites: readonly string[] = [],
): RoomList {
  const listed = rooms.map((room) => ({ key: roomKey(room.name), name: room.name, room }));
  const known = new Set(listed.map(({ key }) => key));
  const remembered = recent
    .map((name) => ({ key: roomKey(name), name, room: null }))
    .filter(({ key }, index, all) => {
      const first = all.findIndex((other) => other.key === key);
      return !known.has(key) && first === index;
    });
  const passing = [...listed.filter(({ room }) => !room.stored), ...remembered];
  const ordered = [
    ...listed.filter(({ room }) => room.stored),
    ...passing.sort((a, b) => byName.compare(a.name, b.name)),
  ];
  const favoured = ({ room }: ListedRoom) => room !== null && favourites.includes(room.roomId);
  return {
    favourites: ordered.filter(favoured),
    others: ordered.filter((each) => !favoured(each)),
  };
}

/** Those whose name, topic, or somebody in them, has these letters. */
export function findRooms(list: RoomList, text: string): RoomList {
  const wanted = roomKey(text);
  if (wanted === '') return list;
  const matches = ({ key, room }: ListedRoom) =>
    key.includes(wanted) ||
    (room !== null &&
      (roomKey(room.topic).includes(wanted) ||
        room.peers.some(({ name }) => roomKey(name).includes(wanted))));
  return { favourites: list.favourites.filter(matches), others: list.others.filter(matches) };
}

/** The room before or after another one, around the ends. */
export function neighbour(
  { favourites, others }: RoomList,
  name: string | null,
  step: 1 | -1,
): ListedRoom | undefined {
  const all = [...favourites, ...others];
  const index = all.findIndex((each) => sameRoom(each.name, name));
  if (index === -1) return step === 1 ? all[0] : all.at(-1);
  return all.at((index + step) % all.length);
}

/**
 * Where a room has to stand to change places with the one above or below; undefined at the ends.
 * `rooms` are in order.
 */
export function positionBeyond(
  rooms: readonly RoomDocument[],
  roomId: string,
  step: 1 | -1,
): number | undefined {
  const stored = rooms.filter((room) => room.stored);
  const index = stored.findIndex((room) => room.roomId === roomId);
  const passed = stored[index + step];
  if (index === -1 || !passed) return undefined;
  const next = stored[index + 2 * step];
  // Among equals the name decides: then only a place beyond all of them is a change.
  return next && next.position !== passed.position
    ? (passed.position + next.position) / 2
    : passed.position + step;
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
    case 'waiting':
    case 'failed':
      return call.room;
  }
}

/** Whether `destination` is not reached yet, and may still be. */
export function isOnTheWay(call: CallState): boolean {
  if (call.status === 'joined') return call.movingTo !== null;
  return call.status === 'joining' || call.status === 'waiting';
}

export function isFull({ peerLimit, peers }: RoomDocument): boolean {
  return peerLimit !== null && peers.length >= peerLimit;
}

export function isFavourite(person: PersonDocument | null, roomId: string): boolean {
  return person?.favourites.includes(roomId) ?? false;
}
