/** Who is where: the part of the reducer that turns presence notifications into the list of rooms. */
import type {
  Notification,
  PeerDocument,
  PeerProfile,
  Publication,
  RoomDocument,
} from '@ottogi/protocol';

type Rooms = readonly RoomDocument[];

/** The rooms after a notification; the same list if it changes nothing or names what is unknown. */
export function reduceRooms(rooms: Rooms, { name, data }: Notification): Rooms {
  switch (name) {
    case 'welcome':
      return replaceRooms(rooms, data.rooms);
    case 'roomOpened':
      return inOrder([...rooms.filter((room) => room.roomId !== data.room.roomId), data.room]);
    case 'roomChanged':
      return changeRoom(rooms, data.room.roomId, (room) => withFields(room, data.room));
    case 'roomClosed':
      return without(rooms, (room) => room.roomId === data.roomId);
    case 'peerJoined':
      return changePeers(rooms, data.roomId, (peers) => [
        ...peers.filter((peer) => peer.peerId !== data.peer.peerId),
        data.peer,
      ]);
    case 'peerChanged':
      return changePeers(rooms, data.roomId, (peers) => putProfile(peers, data.peer));
    case 'peerLeft':
      return changePeers(rooms, data.roomId, (peers) =>
        without(peers, (peer) => peer.peerId === data.peerId),
      );
    case 'publicationChanged':
      return changePublications(rooms, data, (publications) =>
        putPublication(publications, data.publication),
      );
    case 'publicationClosed':
      return changePublications(rooms, data, (publications) =>
        without(publications, (publication) => publication.source === data.source),
      );
    case 'chatAdvanced':
      return changeRoom(rooms, data.roomId, (room) =>
        data.lastMessageSeq > room.lastMessageSeq
          ? { ...room, lastMessageSeq: data.lastMessageSeq }
          : room,
      );
    default:
      return rooms;
  }
}

/** Takes a whole list from the server. Rooms in which nothing changed keep their reference. */
export function replaceRooms(rooms: Rooms, replacement: Rooms): Rooms {
  const next = inOrder(
    replacement.map((room) => {
      const known = rooms.find(({ roomId }) => roomId === room.roomId);
      return known && JSON.stringify(known) === JSON.stringify(room) ? known : room;
    }),
  );
  const same = next.length === rooms.length && next.every((room, index) => room === rooms[index]);
  return same ? rooms : next;
}

/** By position, then name; the ids settle what is left. */
function inOrder(rooms: readonly RoomDocument[]): RoomDocument[] {
  return rooms.toSorted(
    (a, b) =>
      a.position - b.position || a.name.localeCompare(b.name) || a.roomId.localeCompare(b.roomId),
  );
}

function changeRoom(
  rooms: Rooms,
  roomId: string,
  change: (room: RoomDocument) => RoomDocument,
): Rooms {
  const next = changeOne(rooms, (room) => room.roomId === roomId, change);
  return next === rooms ? rooms : inOrder(next);
}

function changePeers(
  rooms: Rooms,
  roomId: string,
  change: (peers: readonly PeerDocument[]) => readonly PeerDocument[],
): Rooms {
  return changeOne(
    rooms,
    (room) => room.roomId === roomId,
    (room) => {
      const peers = change(room.peers);
      return peers === room.peers ? room : { ...room, peers: [...peers] };
    },
  );
}

function putProfile(peers: readonly PeerDocument[], profile: PeerProfile): readonly PeerDocument[] {
  return changeOne(
    peers,
    (peer) => peer.peerId === profile.peerId,
    (peer) => withFields(peer, profile),
  );
}

function changePublications(
  rooms: Rooms,
  { roomId, peerId }: { roomId: string; peerId: string },
  change: (publications: readonly Publication[]) => readonly Publication[],
): Rooms {
  return changePeers(rooms, roomId, (peers) =>
    changeOne(
      peers,
      (peer) => peer.peerId === peerId,
      (peer) => {
        const publications = change(peer.publications);
        return publications === peer.publications
          ? peer
          : { ...peer, publications: [...publications] };
      },
    ),
  );
}

function putPublication(
  publications: readonly Publication[],
  publication: Publication,
): readonly Publication[] {
  const known = publications.some(({ source }) => source === publication.source);
  if (!known) return [...publications, publication];
  return changeOne(
    publications,
    ({ source }) => source === publication.source,
    (old) => (JSON.stringify(old) === JSON.stringify(publication) ? old : publication),
  );
}

/** The same object if these fields are what it has already. */
function withFields<T extends object>(old: T, fields: Partial<T>): T {
  const keys = Object.keys(fields) as (keyof T)[];
  return keys.every((key) => sameValue(old[key], fields[key])) ? old : { ...old, ...fields };
}

/** Of plain values, and lists of them. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b));
}

/** The same list if there is no such item, or the change is none. */
function changeOne<T>(
  list: readonly T[],
  which: (item: T) => boolean,
  change: (item: T) => T,
): readonly T[] {
  const index = list.findIndex(which);
  const old = list[index];
  if (old === undefined) return list;
  const next = change(old);
  return next === old ? list : list.with(index, next);
}

function without<T>(list: readonly T[], which: (item: T) => boolean): readonly T[] {
  return list.some(which) ? list.filter((item) => !which(item)) : list;
}
