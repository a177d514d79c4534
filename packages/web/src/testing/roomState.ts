/** States of the SDK for tests of what the page makes of them. */
import {
  INITIAL_STATE,
  type PeerDocument,
  type RoomDocument,
  type RoomState,
} from '@ottogi/client';

/** Connected to nothing yet. */
export const EMPTY: RoomState = INITIAL_STATE;

export function peer(peerId: string, more: Partial<PeerDocument> = {}): PeerDocument {
  return {
    peerId,
    personId: `person-${peerId}`,
    name: peerId,
    hue: 40,
    deafened: false,
    handRaisedAt: null,
    reconnecting: false,
    publications: [],
    ...more,
  };
}

export function room(peers: PeerDocument[], more: Partial<RoomDocument> = {}): RoomDocument {
  return {
    roomId: 'r',
    name: 'Lounge',
    topic: '',
    position: 0,
    ownerId: null,
    moderatorIds: [],
    locked: false,
    lobby: false,
    hasPassword: false,
    peerLimit: null,
    stored: false,
    encrypted: false,
    topology: 'sfu',
    topologyRule: 'sfu',
    lastMessageSeq: 0,
    recording: null,
    peers,
    ...more,
  };
}

/** In the call of one room, with these peers; oneself is `me`. */
export function inCall(peers: PeerDocument[], given: Partial<RoomState> = {}): RoomState {
  return {
    ...EMPTY,
    call: {
      status: 'joined',
      room: 'Lounge',
      name: 'me',
      roomId: 'r',
      peerId: 'me',
      media: 'connected',
      movingTo: null,
      recovering: null,
      knocking: false,
    },
    rooms: [room(peers)],
    ...given,
  };
}
