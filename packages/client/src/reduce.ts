/** The reducer: every fact, from the server or from this side, becomes the next `RoomState` here. */
import type { Notification, RoomDocument, Source } from '@ottogi/protocol';
import { reduceRooms, replaceRooms } from './rooms.ts';
import type { CallState, ConnectionState, LocalPublication, RoomState, TrackKey } from './state.ts';

export type Tracks = ReadonlyMap<TrackKey, MediaStreamTrack>;

export type Action =
  | { type: 'notified'; notification: Notification }
  | { type: 'roomsReplaced'; rooms: readonly RoomDocument[] }
  | { type: 'connectionChanged'; connection: ConnectionState }
  | { type: 'callChanged'; call: CallState }
  | { type: 'localChanged'; source: Source; publication: LocalPublication }
  | { type: 'tracksChanged'; started: Tracks; ended: Tracks };

const SILENCE: RoomState['levels'] = new Map();

/** Pure; an action that changes nothing gives the same state back. */
export function reduce(state: RoomState, action: Action): RoomState {
  switch (action.type) {
    case 'notified':
      return reduceNotification(state, action.notification);
    case 'roomsReplaced':
      return set(state, 'rooms', replaceRooms(state.rooms, action.rooms));
    case 'connectionChanged':
      return {
        ...state,
        connection: action.connection,
        rooms: action.connection.status === 'closed' ? [] : state.rooms,
      };
    case 'callChanged':
      return reduceCall(state, action.call);
    case 'localChanged':
      return reduceLocal(state, action.source, action.publication);
    case 'tracksChanged':
      return set(state, 'tracks', reduceTracks(state.tracks, action));
  }
}

function reduceNotification(state: RoomState, notification: Notification): RoomState {
  const next = set(state, 'rooms', reduceRooms(state.rooms, notification));
  const { name, data } = notification;
  switch (name) {
    case 'welcome': {
      const { sessionId, serverVersion, autopublish } = data;
      const connection = { status: 'connected', sessionId, serverVersion, autopublish } as const;
      return { ...next, connection };
    }
    case 'audioLevels': {
      if (state.call.status !== 'joined') return next;
      const levels = new Map(data.levels.map(({ peerId, level }) => [peerId, level]));
      return sameMap(state.levels, levels) ? next : { ...next, levels };
    }
    case 'peerLeft': {
      if (!state.levels.has(data.peerId)) return next;
      const levels = new Map(state.levels);
      levels.delete(data.peerId);
      return { ...next, levels };
    }
    default:
      return next;
  }
}

function reduceCall(state: RoomState, call: CallState): RoomState {
  if (sameFields(state.call, call)) return state;
  const levels = call.status === 'joined' ? state.levels : SILENCE;
  return { ...state, call, levels };
}

function reduceLocal(state: RoomState, source: Source, publication: LocalPublication): RoomState {
  if (sameFields(state.local[source], publication)) return state;
  return { ...state, local: { ...state.local, [source]: publication } };
}

function reduceTracks(tracks: Tracks, { started, ended }: { started: Tracks; ended: Tracks }) {
  const next = new Map(tracks);
  // An old session may end its tracks after a new one has started its own under the same key.
  for (const [key, track] of ended) if (next.get(key) === track) next.delete(key);
  for (const [key, track] of started) next.set(key, track);
  return sameMap(tracks, next) ? tracks : next;
}

function set<K extends keyof RoomState>(state: RoomState, key: K, value: RoomState[K]): RoomState {
  return state[key] === value ? state : { ...state, [key]: value };
}

function sameMap<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

function sameFields<T extends object>(a: T, b: T): boolean {
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.get(key) === value);
}
