/** Who is where: the part of the reducer that turns presence notifications into the list of rooms. */
import type { Notification, PeerDocument, Publication, RoomDocument } from '@ottogi/protocol';

type Rooms = readonly RoomDocument[];

/** The rooms after a notification; the same list if it changes nothing or names what is unknown. */
export function reduceRooms(rooms: Rooms, { name, data }: Notification): Rooms {
  switch (name) {
    case 'welcome':
      return replaceRooms(rooms, data.rooms);
    case 'roomOpened':
      return byName([...rooms.filter((room) => room.roomId !== data.room.roomId), data.room]);
    case 'roomClosed':
      return without(rooms, (room) => room.roomId === data.roomId);
    case 'peerJoined':
      return changePeers(rooms, data.roomId, (peers) => [
        ...peers.filter((peer) => peer.peerId !== data.peer.peerId),
        data.peer,
      ]);
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
    default:
      return rooms;
  }
}

/** Takes a whole list from the server. Rooms in which nothing changed keep their reference. */
export function replaceRooms(rooms: Rooms, replacement: Rooms): Rooms {
  const next = byName(
    replacement.map((room) => {
      const known = rooms.find(({ roomId }) => roomId === room.roomId);
      return known && JSON.stringify(known) === JSON.stringify(room) ? known : room;
    }),
  );
  const same = next.length === rooms.length && next.every((room, index) => room === rooms[index]);
  return same ? rooms : next;
}

function byName(rooms: RoomDocument[]): RoomDocument[] {
  return rooms.toSorted((a, b) => a.name.localeCompare(b.name) || a.roomId.localeCompare(b.roomId));
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
    (old) => (old.paused === publication.paused ? old : publication),
  );
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
