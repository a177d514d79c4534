/** The one picture of the world that the SDK gives to a page: immutable, replaced at each change. */
import type { PeerDocument, RoomDocument, Source } from '@ottogi/protocol';
import type { ClientError } from './errors.ts';

/** Names a publication: whose, and what it shows. */
export type TrackKey = `${string}/${Source}`;

export type ConnectionState =
  | { status: 'closed' }
  /** For the first time; `error` is why the last attempt failed, and the next one follows. */
  | { status: 'connecting'; error: ClientError | null }
  | { status: 'connected'; sessionId: string; serverVersion: string; autopublish: boolean }
  /** Was connected; tries again by itself. */
  | { status: 'reconnecting'; error: ClientError | null }
  /** Will not try again: the versions do not fit. */
  | { status: 'refused'; error: ClientError };

/**
 * Whether media can flow: `connecting` until every transport that has something to carry is
 * connected, `blocked` when one of them cannot be. With nothing to carry it is `connected`.
 */
export type MediaState = 'connecting' | 'connected' | 'blocked';

export type CallState =
  | { status: 'idle' }
  /** The first time, or again after the server or the connection was lost (`again`). */
  | { status: 'joining'; room: string; name: string; again: boolean }
  | {
      status: 'joined';
      room: string;
      name: string;
      roomId: string;
      peerId: string;
      media: MediaState;
      /** Where a click on another room is leading now, until it stands. */
      movingTo: string | null;
    }
  | { status: 'failed'; room: string; name: string; error: ClientError };

/** What this peer publishes of one source. */
export type LocalPublication =
  | { status: 'off' }
  | { status: 'starting' }
  | { status: 'live'; track: MediaStreamTrack; paused: boolean }
  | { status: 'failed'; error: ClientError };

export interface RoomState {
  readonly connection: ConnectionState;
  /** Every room and who is in it, by name. Live as soon as connected, before any join. */
  readonly rooms: readonly RoomDocument[];
  readonly call: CallState;
  readonly local: Readonly<Record<Source, LocalPublication>>;
  /**
   * What arrives from the others. A paused publication keeps its track. While a call comes back
   * after a loss, the tracks of the old one stay here, frozen, until the new one stands.
   */
  readonly tracks: ReadonlyMap<TrackKey, MediaStreamTrack>;
  /** Who is heard now in the own call: dBov by `peerId`. Silent peers are absent. */
  readonly levels: ReadonlyMap<string, number>;
}

const OFF: LocalPublication = { status: 'off' };

export const INITIAL_STATE: RoomState = {
  connection: { status: 'closed' },
  rooms: [],
  call: { status: 'idle' },
  local: { microphone: OFF, camera: OFF, screen: OFF, screenAudio: OFF },
  tracks: new Map(),
  levels: new Map(),
};

export function trackKey(peerId: string, source: Source): TrackKey {
  return `${peerId}/${source}`;
}

/** The inverse of `trackKey`. */
export function keyParts(key: TrackKey): { peerId: string; source: Source } {
  const slash = key.lastIndexOf('/');
  // A TrackKey ends in a source by its type.
  return { peerId: key.slice(0, slash), source: key.slice(slash + 1) as Source };
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
