/**
 * Things that happen, for sounds, toasts and logs. What is shown belongs to `RoomState`: events tell
 * what changed while somebody watched, and say nothing about what a fresh connection brought.
 */
import type {
  AnySource,
  KnockDocument,
  MessageDocument,
  Notification,
  PeerDocument,
  Publication,
  RoomDocument,
  Source,
} from '@ottogi/protocol';
import type { ClientError } from './errors.ts';
import type { Transfer } from './files/Transfer.ts';
import type { Action } from './reduce.ts';
import { type CallState, findPeer, keyParts, type RoomState } from './state.ts';

/** Why a call ended on this side. `lost`: it broke, and could not be taken up again. */
export type LeaveReason = 'asked' | 'moved' | 'removed' | 'banned' | 'roomDeleted' | 'lost';

/**
 * What a device goes on without. `processing` is all that Web Audio does for a microphone: its gate,
 * gain, level and RNNoise. A `change` that cannot be had leaves it as it was before.
 */
export type Shortfall = 'blur' | 'noiseSuppression' | 'processing' | 'change';

export interface ClientEvents {
  /**
   * Somebody entered a call, in any room. Oneself too, before `joined`: whoever plays a sound looks
   * whether the state's call stands in that room.
   */
  peerJoined: { room: RoomDocument; peer: PeerDocument };
  /** Somebody is called otherwise, stopped or began to listen, raised or lowered a hand. */
  peerChanged: { roomId: string; peer: PeerDocument; before: PeerDocument };
  peerLeft: { roomId: string; peer: PeerDocument };
  publicationChanged: { roomId: string; peerId: string; publication: Publication };
  publicationClosed: { roomId: string; peerId: string; source: Source };
  /** Somebody in the own call, oneself included, shows an emoji. */
  reaction: { roomId: string; peerId: string; emoji: string };
  /** Somebody in the own call sent this by `sendData`. */
  data: { peerId: string; label: string; bytes: Uint8Array };
  /** Somebody in the own call wants to hand over a file; it is answered by `files`. */
  fileOffered: { transfer: Transfer };
  /** Somebody wants to be let into the own call; for whoever moderates it. */
  knocked: { knock: KnockDocument };
  /** Somebody who moderates the own call muted this source: `name` of whoever did it. */
  mutedBy: { roomId: string; source: Source; personId: string; name: string | null };
  /** A room is recorded from now on, or no more: `recording` of the room says which. */
  recordingChanged: { room: RoomDocument };
  /** Something was said in a room, whether or not its chat is open. */
  chatAdvanced: { roomId: string; lastMessageSeq: number };
  /** Somebody, oneself included, wrote in a chat that is open; not what was missed and caught up. */
  messagePosted: { message: MessageDocument };
  /** The own call stands; `room` is the name that was asked for. */
  joined: { room: string; peerId: string };
  /** The connection or the media of the own call is lost; it comes back by itself. */
  interrupted: { room: string; what: 'connection' | 'media' };
  /** What was interrupted goes on. */
  recovered: { room: string };
  /** The own call ended. */
  left: { room: string; reason: LeaveReason };
  /** A publication of somebody else can be shown or heard. */
  trackStarted: { peerId: string; source: AnySource; track: MediaStreamTrack };
  trackEnded: { peerId: string; source: AnySource; track: MediaStreamTrack };
  /** For a mixer alone: who is to receive the mix, by `peerId`. */
  mixListenersChanged: { peerIds: readonly string[] };
  /** A device in use was unplugged, or the chosen one came back: labels of the old and the new. */
  deviceSwitched: { kind: 'microphone' | 'camera' | 'speaker'; from: string; to: string };
  /**
   * Something failed that no promise reports: a device was unplugged, a call could not be taken up
   * again. `source` is set where a publication is meant; it has ended, unless it goes on without
   * something.
   */
  failed: { error: ClientError; source?: Source; goesOnWithout?: Shortfall };
}

export type ClientEvent = {
  [E in keyof ClientEvents]: { event: E; data: ClientEvents[E] };
}[keyof ClientEvents];

/** The events in the step from one state to the next. */
export function eventsOf(action: Action, before: RoomState, after: RoomState): ClientEvent[] {
  switch (action.type) {
    case 'tracksChanged':
      return before.tracks === after.tracks
        ? []
        : [
            ...trackEvents('trackEnded', action.ended),
            ...trackEvents('trackStarted', action.started),
          ];
    case 'notified':
      return notificationEvents(action.notification, before, after);
    case 'callChanged':
      return recoveryEvents(before.call, after.call);
    default:
      return [];
  }
}

function notificationEvents(
  { name, data }: Notification,
  before: RoomState,
  after: RoomState,
): ClientEvent[] {
  // What leaves no trace in the list of rooms.
  if (name === 'reaction') return [{ event: name, data }];
  if (name === 'mutedBy') return [{ event: name, data }];
  if (name === 'lobbyChanged') return knockEvents(before, after);
  if (before.rooms === after.rooms) return [];
  switch (name) {
    case 'peerJoined': {
      const room = after.rooms.find(({ roomId }) => roomId === data.roomId);
      return room ? [{ event: name, data: { room, peer: data.peer } }] : [];
    }
    case 'peerChanged': {
      const { peerId } = data.peer;
      const [old, peer] = [findPeer(before, peerId), findPeer(after, peerId)];
      if (!old || !peer) return [];
      return [{ event: name, data: { roomId: data.roomId, peer, before: old } }];
    }
    case 'peerLeft': {
      const peer = findPeer(before, data.peerId);
      return peer ? [{ event: name, data: { roomId: data.roomId, peer } }] : [];
    }
    case 'roomChanged':
      return recordingEvents(data.room.roomId, before, after);
    case 'publicationChanged':
      return [{ event: name, data }];
    case 'publicationClosed':
      return [{ event: name, data }];
    case 'chatAdvanced':
      return [{ event: name, data }];
    default:
      return [];
  }
}

function recoveryEvents(before: CallState, after: CallState): ClientEvent[] {
  if (before.status !== 'joined' || after.status !== 'joined') return [];
  const { room, recovering: what } = after;
  if (!before.recovering && what) return [{ event: 'interrupted', data: { room, what } }];
  if (before.recovering && !what) return [{ event: 'recovered', data: { room } }];
  return [];
}

function recordingEvents(roomId: string, before: RoomState, after: RoomState): ClientEvent[] {
  const [old, room] = [before, after].map(({ rooms }) =>
    rooms.find((each) => each.roomId === roomId),
  );
  const changed = old?.recording?.recordingId !== room?.recording?.recordingId;
  return old && room && changed ? [{ event: 'recordingChanged', data: { room } }] : [];
}

function knockEvents(before: RoomState, after: RoomState): ClientEvent[] {
  const known = new Set(before.knocks.map(({ knockId }) => knockId));
  return after.knocks
    .filter(({ knockId }) => !known.has(knockId))
    .map((knock) => ({ event: 'knocked', data: { knock } }));
}

function trackEvents(event: 'trackStarted' | 'trackEnded', tracks: RoomState['tracks']) {
  return [...tracks].map(([key, track]) => ({ event, data: { ...keyParts(key), track } }));
}
