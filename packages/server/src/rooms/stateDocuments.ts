import type { ConsumerState, ProducerState, TransportState } from '../topologies/Topology.ts';
import type { Peer } from './Peer.ts';
import type { Room } from './Room.ts';

/** Everything that lives on this server, as five collections that refer to each other by id. */
export interface StateDocuments {
  rooms: RoomStateDocument[];
  peers: PeerStateDocument[];
  transports: (TransportState & { roomId: string })[];
  producers: (ProducerState & { roomId: string })[];
  consumers: (ConsumerState & { roomId: string })[];
}

interface RoomStateDocument {
  roomId: string;
  name: string;
  topology: string;
  state: string;
  openedAt: string;
  peerIds: string[];
}

interface PeerStateDocument {
  peerId: string;
  roomId: string;
  name: string;
  state: string;
  joinedAt: string;
}

/** Read from the live objects at the moment of asking, so it cannot be out of step with them. */
export function stateDocuments(rooms: Room[]): StateDocuments {
  const media = rooms.flatMap(mediaOf);
  return {
    rooms: rooms.map(roomState),
    peers: rooms.flatMap((room) => room.peers.map(peerState)),
    transports: media.flatMap(({ transports }) => transports),
    producers: media.flatMap(({ producers }) => producers),
    consumers: media.flatMap(({ consumers }) => consumers),
  };
}

function mediaOf({ roomId, members }: Room) {
  return members.flatMap(({ endpoint }) => {
    if (!endpoint) return [];
    const { transports, producers, consumers } = endpoint.documents();
    return {
      transports: transports.map((document) => ({ ...document, roomId })),
      producers: producers.map((document) => ({ ...document, roomId })),
      consumers: consumers.map((document) => ({ ...document, roomId })),
    };
  });
}

function roomState(room: Room): RoomStateDocument {
  return {
    roomId: room.roomId,
    name: room.name,
    topology: room.document().topology,
    state: room.state,
    openedAt: room.openedAt.toISOString(),
    peerIds: room.peers.map(({ peerId }) => peerId),
  };
}

function peerState(peer: Peer): PeerStateDocument {
  return {
    peerId: peer.peerId,
    roomId: peer.roomId,
    name: peer.name,
    state: peer.state.status,
    joinedAt: peer.joinedAt.toISOString(),
  };
}
