/** States of the SDK for tests of what the page makes of them. */
import {
  DEFAULT_CAMERA,
  DEFAULT_MICROPHONE,
  DEFAULT_SCREEN,
  type PeerDocument,
  type RoomDocument,
  type RoomState,
} from '@ottogi/client';
import { MEMBER } from '@ottogi/protocol';

const OFF = { status: 'off' } as const;

/** Connected to nothing yet. */
export const EMPTY: RoomState = {
  connection: { status: 'closed' },
  person: null,
  grants: MEMBER,
  rooms: [],
  call: { status: 'idle' },
  knocks: [],
  self: { deafened: false, handRaised: false, transmitting: false, talkingWhileMuted: false },
  local: { microphone: OFF, camera: OFF, screen: OFF, screenAudio: OFF },
  tracks: new Map(),
  levels: new Map(),
  speakers: new Set(),
  quality: new Map(),
  playback: { blocked: false },
  downlink: {
    wish: 'auto',
    wanted: 'tiles',
    ruled: false,
    weak: false,
    mix: 'none',
    shown: 'tiles',
    picture: null,
    error: null,
  },
  devices: { microphones: [], cameras: [], speakers: [], labelled: false },
  settings: { microphone: DEFAULT_MICROPHONE, camera: DEFAULT_CAMERA, screen: DEFAULT_SCREEN },
  encryption: null,
  chats: new Map(),
};

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
