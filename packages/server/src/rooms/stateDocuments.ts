import type { LinkState } from '../topologies/Link.ts';
import type { DownlinkKind } from '@ottogi/protocol';
import type {
  ConsumerState,
  DataConsumerState,
  DataProducerState,
  PipeState,
  ProducerState,
  TransportState,
} from '../topologies/Topology.ts';
import type { Call } from './Call.ts';
import type { MixerState } from './Downlinks.ts';
import type { Peer } from './Peer.ts';
import type { Room } from './Room.ts';

/** Everything that lives on this server now (not what is merely stored), as collections that refer to each other by id. */
export interface StateDocuments {
  rooms: RoomStateDocument[];
  peers: PeerStateDocument[];
  transports: (TransportState & { roomId: string })[];
  producers: (ProducerState & { roomId: string })[];
  consumers: (ConsumerState & { roomId: string })[];
  dataProducers: (DataProducerState & { roomId: string })[];
  dataConsumers: (DataConsumerState & { roomId: string })[];
  links: (LinkState & { roomId: string })[];
  pipes: (PipeState & { roomId: string })[];
}

interface RoomStateDocument {
  roomId: string;
  name: string;
  topology: string;
  encrypted: boolean;
  state: string;
  openedAt: string;
  peerIds: string[];
  /** Null while nobody wants a mix. */
  mixer: MixerState | null;
}

interface PeerStateDocument {
  peerId: string;
  personId: string;
  roomId: string;
  name: string;
  state: string;
  joinedAt: string;
  /** What it is to receive. */
  downlink: DownlinkKind;
  /** Nobody's: the mixer. */
  hidden: boolean;
}

/** Read from the live objects at the moment of asking, so it cannot be out of step with them. */
export function stateDocuments(rooms: Room[]): StateDocuments {
  const live = rooms.flatMap((room) => (room.call ? [{ room, call: room.call }] : []));
  const media = live.flatMap(mediaOf);
  return {
    rooms: live.map(roomState),
    peers: live.flatMap(({ call }) => [...call.peers, ...call.hidden].map(peerState)),
    transports: media.flatMap(({ transports }) => transports),
    producers: media.flatMap(({ producers }) => producers),
    consumers: media.flatMap(({ consumers }) => consumers),
    dataProducers: media.flatMap(({ dataProducers }) => dataProducers),
    dataConsumers: media.flatMap(({ dataConsumers }) => dataConsumers),
    links: live.flatMap(({ room: { roomId }, call }) =>
      call.links.state().map((link) => ({ ...link, roomId })),
    ),
    pipes: live.flatMap(({ room: { roomId }, call }) =>
      call.pipes().map((pipe) => ({ ...pipe, roomId })),
    ),
  };
}

interface LiveRoom {
  room: Room;
  call: Call;
}

function mediaOf({ room: { roomId }, call }: LiveRoom) {
  const peers = [...call.members, ...call.hidden];
  const endpoints = peers.flatMap(({ endpoint, formerEndpoint }) => [endpoint, formerEndpoint]);
  return endpoints.flatMap((endpoint) => {
    if (!endpoint) return [];
    const { transports, producers, consumers, dataProducers, dataConsumers } = endpoint.documents();
    return {
      transports: transports.map((document) => ({ ...document, roomId })),
      producers: producers.map((document) => ({ ...document, roomId })),
      consumers: consumers.map((document) => ({ ...document, roomId })),
      dataProducers: dataProducers.map((document) => ({ ...document, roomId })),
      dataConsumers: dataConsumers.map((document) => ({ ...document, roomId })),
    };
  });
}

function roomState({ room, call }: LiveRoom): RoomStateDocument {
  return {
    roomId: room.roomId,
    name: room.name,
    topology: room.topology,
    encrypted: room.record.encrypted,
    state: call.members.length > 0 ? 'open' : 'opening',
    openedAt: call.openedAt.toISOString(),
    peerIds: call.peers.map(({ peerId }) => peerId),
    mixer: call.downlinks.mixer?.document() ?? null,
  };
}

function peerState(peer: Peer): PeerStateDocument {
  return {
    peerId: peer.peerId,
    personId: peer.personId,
    roomId: peer.room.roomId,
    name: peer.name,
    state: peer.state.status,
    joinedAt: peer.joinedAt.toISOString(),
    downlink: peer.downlink,
    hidden: peer.hidden,
  };
}
