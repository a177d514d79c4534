/**
 * Things that happen, for sounds, toasts and logs. What is shown belongs to `RoomState`: events tell
 * what changed while somebody watched, and say nothing about what a fresh connection brought.
 */
import type { PeerDocument, Publication, RoomDocument, Source } from '@ottogi/protocol';
import type { ClientError } from './errors.ts';
import type { Action } from './reduce.ts';
import { findPeer, keyParts, type RoomState } from './state.ts';

/** Why a call ended on this side. After all but `asked` and `moved` the client joins again. */
export type LeaveReason = 'asked' | 'moved' | 'mediaLost' | 'connectionLost' | 'serverClosing';

export interface ClientEvents {
  /**
   * Somebody entered a call, in any room. Oneself too, before `joined`: whoever plays a sound looks
   * whether the state's call stands in that room.
   */
  peerJoined: { room: RoomDocument; peer: PeerDocument };
  peerLeft: { roomId: string; peer: PeerDocument };
  publicationChanged: { roomId: string; peerId: string; publication: Publication };
  publicationClosed: { roomId: string; peerId: string; source: Source };
  /** The own call stands; `room` is the name that was asked for. */
  joined: { room: string; peerId: string };
  /** The own call ended. */
  left: { room: string; reason: LeaveReason };
  /** A publication of somebody else can be shown or heard. */
  trackStarted: { peerId: string; source: Source; track: MediaStreamTrack };
  trackEnded: { peerId: string; source: Source; track: MediaStreamTrack };
  /**
   * Something failed that no promise reports: a device was unplugged, a call could not be taken up
   * again. `source` is set where a publication is meant.
   */
  failed: { error: ClientError; source?: Source };
}

export type ClientEvent = {
  [E in keyof ClientEvents]: { event: E; data: ClientEvents[E] };
}[keyof ClientEvents];

/** The events in the step from one state to the next. */
export function eventsOf(action: Action, before: RoomState, after: RoomState): ClientEvent[] {
  if (action.type === 'tracksChanged') {
    return [
      ...trackEvents('trackEnded', action.ended),
      ...trackEvents('trackStarted', action.started),
    ];
  }
  if (action.type !== 'notified' || before.rooms === after.rooms) return [];
  const { name, data } = action.notification;
  switch (name) {
    case 'peerJoined': {
      const room = after.rooms.find(({ roomId }) => roomId === data.roomId);
      return room ? [{ event: name, data: { room, peer: data.peer } }] : [];
    }
    case 'peerLeft': {
      const peer = findPeer(before, data.peerId);
      return peer ? [{ event: name, data: { roomId: data.roomId, peer } }] : [];
    }
    case 'publicationChanged':
      return [{ event: name, data }];
    case 'publicationClosed':
      return [{ event: name, data }];
    default:
      return [];
  }
}

function trackEvents(event: 'trackStarted' | 'trackEnded', tracks: RoomState['tracks']) {
  return [...tracks].map(([key, track]) => ({ event, data: { ...keyParts(key), track } }));
}
