/** The one picture of the world that the SDK gives to a page: immutable, replaced at each change. */
import {
  type AnySource,
  type Downlink,
  type DownlinkKind,
  type FileDocument,
  type Grants,
  isMix,
  type KnockDocument,
  MEMBER,
  type MessageDocument,
  type PeerDocument,
  type PersonDocument,
  type RoomDocument,
  type Source,
  type TopologyRule,
} from '@ottogi/protocol';
import { DEFAULT_MICROPHONE, type MicrophoneSettings } from './audio/microphoneSettings.ts';
import { type CameraSettings, DEFAULT_CAMERA } from './camera/cameraSettings.ts';
import type { PeerTrust } from './encryption/KeyExchange.ts';
import type { ClientError } from './errors.ts';
import type { Transfer } from './files/Transfer.ts';
import { DEFAULT_SCREEN, type ScreenSettings } from './screenSettings.ts';

/** Names a publication: whose, and what it shows. A mix is the mixer's. */
export type TrackKey = `${string}/${AnySource}`;

export type ConnectionState =
  | { status: 'closed' }
  /** For the first time; `error` is why the last attempt failed, and the next one follows. */
  | { status: 'connecting'; error: ClientError | null }
  | {
      status: 'connected';
      sessionId: string;
      serverVersion: string;
      autopublish: boolean;
      /** Of new rooms of which nothing else is said. */
      topologyRule: TopologyRule;
      /** The largest file that may be uploaded. */
      fileMaxBytes: number;
    }
  /** Was connected; tries again by itself. */
  | { status: 'reconnecting'; error: ClientError | null }
  /** Will not try again by itself: the versions do not fit, or the server does not let one in. */
  | { status: 'refused'; error: ClientError };

/**
 * Whether media can flow: `connecting` until every transport that has something to carry is
 * connected, `blocked` when one of them cannot be. With nothing to carry it is `connected`.
 */
export type MediaState = 'connecting' | 'connected' | 'blocked';

export type CallState =
  | { status: 'idle' }
  | { status: 'joining'; room: string; name: string }
  /** Until somebody who moderates the room lets one in, or not. */
  | { status: 'waiting'; room: string; name: string }
  | {
      status: 'joined';
      room: string;
      name: string;
      roomId: string;
      peerId: string;
      media: MediaState;
      /** Where a click on another room is leading now, until it stands. */
      movingTo: string | null;
      /** Whether one waits there to be let in. */
      knocking: boolean;
      /**
       * What was lost and comes back by itself: the connection, while media may flow on, or the media.
       * Null while all is well.
       */
      recovering: 'connection' | 'media' | null;
    }
  | { status: 'failed'; room: string; name: string; error: ClientError };

/** What this peer publishes of one source. */
export type LocalPublication =
  | { status: 'off' }
  | { status: 'starting' }
  | { status: 'live'; track: MediaStreamTrack; paused: boolean }
  | { status: 'failed'; error: ClientError };

/** How one takes part, apart from what one publishes. */
export interface SelfState {
  /** Hears nobody, and is heard by nobody. */
  deafened: boolean;
  handRaised: boolean;
  /** The voice goes out at this moment: published, not muted, and the gate is open. */
  transmitting: boolean;
  /** Speaks into a muted microphone. */
  talkingWhileMuted: boolean;
}

export interface DeviceInfo {
  deviceId: string;
  /** Empty until the person has allowed the use of a device. */
  label: string;
  /** Whether the system's default is this one, where the browser says so. */
  isDefault?: true;
}

export interface DevicesState {
  microphones: readonly DeviceInfo[];
  cameras: readonly DeviceInfo[];
  speakers: readonly DeviceInfo[];
  /** Whether the browser says how they are called. */
  labelled: boolean;
}

/**
 * The settings in force. What this browser or machine turned out not to have, the client goes on
 * without by itself: then they differ from what was asked for.
 */
export interface SettingsState {
  microphone: Readonly<MicrophoneSettings>;
  camera: Readonly<CameraSettings>;
  screen: Readonly<ScreenSettings>;
}

/** How well something gets through, and where the trouble is. */
export interface Quality {
  level: 'good' | 'fair' | 'poor';
  reason: 'none' | 'yourConnection' | 'theirConnection' | 'yourComputer' | 'tcp' | 'paused';
}

export interface PlaybackState {
  /** The browser plays nothing before the person has clicked or typed: call `playback.resume`. */
  blocked: boolean;
}

/** A file that is on its way with a message. */
export interface PendingFile {
  name: string;
  sizeBytes: number;
  sentBytes: number;
  /** Once the server has all of it. */
  file?: FileDocument;
}

/** A message that the server has not confirmed yet. It stays here until it has, or is discarded. */
export interface PendingMessage {
  messageId: string;
  text: string;
  replyTo: number | null;
  files: readonly PendingFile[];
  /** `failed` waits for `chat.retry` or `chat.discard`; everything else goes on by itself. */
  status: 'waiting' | 'uploading' | 'sending' | 'failed';
  /** Why it failed, or why the last attempt did while it is tried again. */
  error: ClientError | null;
  /** When it was written, in ms since 1970. */
  at: number;
}

export type ChatStatus =
  | 'opening'
  | 'open'
  /** The four in which nothing is read or written until `chat.open` is called again. */
  | 'passwordRequired'
  | 'wrongPassword'
  | 'banned'
  | 'gone'
  | 'failed';

/** A chat that was opened. Through a loss of the connection it stays `open`, and catches up. */
export interface ChatState {
  status: ChatStatus;
  error: ClientError | null;
  /** Ascending, without gaps: a window into all there are. */
  messages: readonly MessageDocument[];
  hasOlder: boolean;
  /** While there are newer ones outside the window, what is posted does not appear in it. */
  hasNewer: boolean;
  loading: 'older' | 'newer' | null;
  /** In the order in which they were written. */
  pending: readonly PendingMessage[];
}

/** `auto`: the tiles, and the mix where the way to here stays too weak for them. */
export type DownlinkWish = 'auto' | DownlinkKind;

/** What one receives of the others: each by itself, or the mix of them. */
export interface DownlinkState {
  /** One's own wish, which outlasts a call. */
  wish: DownlinkWish;
  /** What one is to receive: by one's wish, by the way to here, or as the room has it. */
  wanted: DownlinkKind;
  /** Whether the room has everybody receive the mix. */
  ruled: boolean;
  /** Whether the mix is wanted because the way to here was too weak for the tiles. */
  weak: boolean;
  /** How the mix stands: made for nobody, being started, to be had, or not to be had here. */
  mix: Downlink['mix'];
  /** What is seen and heard now. */
  shown: DownlinkKind;
  /** The picture of the mix, while that is shown. */
  picture: TrackKey | null;
  /** Why the last wish for the mix came to nothing. */
  error: ClientError | null;
}

/** A direct link to one other peer. */
export interface DirectLink {
  /**
   * Between whom it encrypts: the fingerprints of both. Its code is another one where this is. Null
   * while it is not known.
   */
  readonly ends: string | null;
  /** Whether one has compared its code: nobody stands in between. */
  readonly compared: boolean;
}

export interface RoomState {
  readonly connection: ConnectionState;
  /** What the server remembers of oneself; null before the first connection. */
  readonly person: PersonDocument | null;
  /** What one may do on this server; everything that members may, before the first connection. */
  readonly grants: Grants;
  /** Every room and who is in it, by position, then name. Live as soon as connected. */
  readonly rooms: readonly RoomDocument[];
  readonly call: CallState;
  /** Who waits to be let into the own call, for whoever moderates it. */
  readonly knocks: readonly KnockDocument[];
  readonly self: SelfState;
  readonly local: Readonly<Record<Source, LocalPublication>>;
  /**
   * What arrives from the others. A paused publication keeps its track. While media comes back after
   * a loss, the old tracks stay here, frozen, until the new ones are there.
   */
  readonly tracks: ReadonlyMap<TrackKey, MediaStreamTrack>;
  /** Who is heard now in the own call: dBov by `peerId`. Silent peers are absent. */
  readonly levels: ReadonlyMap<string, number>;
  /** The `peerId` of everybody who is heard now, in whatever room. */
  readonly speakers: ReadonlySet<string>;
  /** Of what arrives, by track; `uplink` is what leaves. */
  readonly quality: ReadonlyMap<TrackKey | 'uplink', Quality>;
  readonly playback: PlaybackState;
  readonly downlink: DownlinkState;
  readonly devices: DevicesState;
  readonly settings: SettingsState;
  /**
   * What is known of the keys of each of the others, in an own call that is encrypted from end to
   * end; null in any other.
   */
  readonly encryption: ReadonlyMap<string, PeerTrust> | null;
  /** By `peerId`, all direct links, while nothing of what one shows goes another way. */
  readonly links: ReadonlyMap<string, DirectLink>;
  /** By `roomId`, those that were opened. */
  readonly chats: ReadonlyMap<string, ChatState>;
  /** Files between oneself and others, the oldest first; those that are over until they are dropped. */
  readonly transfers: readonly Transfer[];
}

const OFF: LocalPublication = { status: 'off' };

/** Of a client that has connected to nothing yet. */
export const INITIAL_STATE: RoomState = {
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
  links: new Map(),
  chats: new Map(),
  transfers: [],
};

export function trackKey(peerId: string, source: AnySource): TrackKey {
  return `${peerId}/${source}`;
}

/** The inverse of `trackKey`. */
export function keyParts(key: TrackKey): { peerId: string; source: AnySource } {
  const slash = key.lastIndexOf('/');
  // A TrackKey ends in a source by its type.
  return { peerId: key.slice(0, slash), source: key.slice(slash + 1) as AnySource };
}

/** Whose publication it is, and of what; null for a mix, which is nobody's. */
export function publicationOf(key: TrackKey): { peerId: string; source: Source } | null {
  const { peerId, source } = keyParts(key);
  return isMix(source) ? null : { peerId, source };
}

/** A peer in whatever room. */
export function findPeer(state: RoomState, peerId: string): PeerDocument | undefined {
  for (const room of state.rooms) {
    const found = room.peers.find((peer) => peer.peerId === peerId);
    if (found) return found;
  }
  return undefined;
}

/** The room whose call one is in, with everybody in it, oneself included. */
export function ownRoom(state: RoomState): RoomDocument | undefined {
  const { call } = state;
  if (call.status !== 'joined') return undefined;
  return state.rooms.find((room) => room.roomId === call.roomId);
}

/**
 * Whether nobody stands in between: what one shows goes over links alone, to nobody but those who
 * are in the room, and the codes of all of them were compared. The server's word counts for nothing.
 */
export function isComparedWithAll(state: RoomState): boolean {
  const [room, { call, links }] = [ownRoom(state), state];
  if (room?.topology !== 'mesh' || call.status !== 'joined') return false;
  const others = room.peers.filter(({ peerId }) => peerId !== call.peerId);
  const known = new Set(others.map(({ peerId }) => peerId));
  return (
    links.size > 0 &&
    links.size === known.size &&
    [...links].every(([peerId, { compared }]) => compared && known.has(peerId))
  );
}

/** A room, as far as it says who decides in it. */
export type Led = Pick<RoomDocument, 'ownerId' | 'moderatorIds'>;

/** What somebody is in a room besides somebody who is in it. */
export function roleOf(room: Led, personId: string): 'owner' | 'moderator' | null {
  if (room.ownerId === personId) return 'owner';
  return room.moderatorIds.includes(personId) ? 'moderator' : null;
}

/** Whether one may change this room: it is one's own, or one's grants say so. */
export function isOwner(
  { person, grants }: RoomState,
  room: Pick<RoomDocument, 'ownerId'>,
): boolean {
  return grants.moderate || (person !== null && room.ownerId === person.personId);
}

/** Whether one may mute in this room, remove, ban, let in, and lock it. */
export function mayModerate({ person, grants }: RoomState, room: Led): boolean {
  return grants.moderate || (person !== null && roleOf(room, person.personId) !== null);
}

/** Whether one may remove somebody from this room: nobody its owner, and only its owner the others who moderate. */
export function mayRemove(state: RoomState, room: Led, personId: string): boolean {
  const role = roleOf(room, personId);
  return role === null ? mayModerate(state, room) : role !== 'owner' && isOwner(state, room);
}

/** Whether anybody is in its call who could let somebody in. */
export function isModerated(room: Led & Pick<RoomDocument, 'peers'>): boolean {
  return room.peers.some(({ personId }) => roleOf(room, personId) !== null);
}

/** How many messages of a room one has not read, whether or not its chat is open. */
export function unreadCount({ person, rooms }: RoomState, roomId: string): number {
  const room = rooms.find((each) => each.roomId === roomId);
  if (!room || !person) return 0;
  return Math.max(0, room.lastMessageSeq - (person.readSeqs[roomId] ?? 0));
}
