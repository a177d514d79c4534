/** The reducer: every fact, from the server or from this side, becomes the next `RoomState` here. */
import type {
  KnockDocument,
  Notification,
  NotificationData,
  PersonDocument,
  RoomDocument,
  Source,
} from '@ottogi/protocol';
import { reducePerson } from './person.ts';
import { reduceRooms, replaceRooms } from './rooms.ts';
import { sameFields } from './sameFields.ts';
import { reduceSpeakers } from './speakers.ts';
import type {
  CallState,
  ChatState,
  ConnectionState,
  DevicesState,
  DownlinkState,
  LocalPublication,
  PlaybackState,
  RoomState,
  SelfState,
  SettingsState,
  TrackKey,
} from './state.ts';

export type Tracks = ReadonlyMap<TrackKey, MediaStreamTrack>;

type AudioLevels = NotificationData<'audioLevels'>['levels'];

export type Action =
  | { type: 'notified'; notification: Notification }
  | { type: 'roomsReplaced'; rooms: readonly RoomDocument[] }
  | { type: 'knocksReplaced'; knocks: readonly KnockDocument[] }
  | { type: 'connectionChanged'; connection: ConnectionState }
  | { type: 'callChanged'; call: CallState }
  | { type: 'localChanged'; source: Source; publication: LocalPublication }
  | { type: 'tracksChanged'; started: Tracks; ended: Tracks }
  /** Where the server hears nothing itself. */
  | { type: 'levelsHeard'; levels: AudioLevels }
  | { type: 'personChanged'; person: PersonDocument }
  /** Read up to here, before the server knows. */
  | { type: 'roomRead'; roomId: string; messageSeq: number }
  /** What is left out stays. */
  | { type: 'selfChanged'; self: Partial<SelfState> }
  /** Null once it is closed. */
  | { type: 'chatChanged'; roomId: string; chat: ChatState | null }
  | { type: 'devicesChanged'; devices: DevicesState }
  /** What is left out stays. */
  | { type: 'settingsChanged'; settings: Partial<SettingsState> }
  | { type: 'qualityChanged'; quality: RoomState['quality'] }
  | { type: 'encryptionChanged'; trust: RoomState['encryption'] }
  | { type: 'playbackChanged'; playback: PlaybackState }
  | { type: 'downlinkChanged'; downlink: DownlinkState }
  | { type: 'linksChanged'; links: RoomState['links'] }
  | { type: 'transfersChanged'; transfers: RoomState['transfers'] };

/** What is known of the rooms then will not be put right any more. */
const ENDED: ReadonlySet<ConnectionState['status']> = new Set(['closed', 'refused'] as const);

const SILENCE: RoomState['levels'] = new Map();
const NOBODY: RoomState['knocks'] = [];

/** Pure; an action that changes nothing gives the same state back. */
export function reduce(state: RoomState, action: Action): RoomState {
  const next = reduceAction(state, action);
  return set(next, 'speakers', reduceSpeakers(next, action));
}

function reduceAction(state: RoomState, action: Action): RoomState {
  switch (action.type) {
    case 'notified':
      return reduceNotification(state, action.notification);
    case 'levelsHeard':
      return withLevels(state, action.levels);
    case 'roomsReplaced':
      return set(state, 'rooms', replaceRooms(state.rooms, action.rooms));
    case 'knocksReplaced':
      return set(state, 'knocks', action.knocks);
    case 'connectionChanged':
      return {
        ...state,
        connection: action.connection,
        rooms: ENDED.has(action.connection.status) ? [] : state.rooms,
      };
    case 'callChanged':
      return reduceCall(state, action.call);
    case 'localChanged':
      return reduceLocal(state, action.source, action.publication);
    case 'tracksChanged':
      return set(state, 'tracks', reduceTracks(state.tracks, action));
    case 'personChanged':
    case 'roomRead':
      return set(state, 'person', reducePerson(state.person, action));
    case 'chatChanged':
      return set(state, 'chats', reduceChats(state.chats, action));
    case 'selfChanged':
      return setFields(state, 'self', reduceSelf(state.self, action.self));
    case 'playbackChanged':
      return setFields(state, 'playback', action.playback);
    case 'linksChanged':
      return set(state, 'links', action.links);
    case 'transfersChanged':
      return set(state, 'transfers', action.transfers);
    case 'downlinkChanged':
      return setFields(state, 'downlink', action.downlink);
    case 'devicesChanged':
      return set(state, 'devices', action.devices);
    case 'settingsChanged':
      return setFields(state, 'settings', { ...state.settings, ...action.settings });
    case 'encryptionChanged':
      return set(state, 'encryption', action.trust);
    case 'qualityChanged':
      return set(state, 'quality', action.quality);
  }
}

function reduceNotification(state: RoomState, notification: Notification): RoomState {
  const next = set(state, 'rooms', reduceRooms(state.rooms, notification));
  const { name, data } = notification;
  switch (name) {
    case 'welcome': {
      const { sessionId, serverVersion, autopublish, fileMaxBytes, topologyRule, grants } = data;
      const person = reducePerson(state.person, { type: 'personChanged', person: data.person });
      return {
        ...next,
        person,
        grants,
        connection: {
          status: 'connected',
          sessionId,
          serverVersion,
          autopublish,
          fileMaxBytes,
          topologyRule,
        },
      };
    }
    case 'personChanged':
      return set(next, 'person', reducePerson(state.person, { type: name, person: data.person }));
    case 'lobbyChanged': {
      const { call } = state;
      const own = call.status === 'joined' && call.roomId === data.roomId;
      return own ? set(next, 'knocks', data.knocks) : next;
    }
    case 'audioLevels':
      return withLevels(next, data.levels);
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

/** Who is deafened has muted everything by choice, and needs no word about it. */
function reduceSelf(self: SelfState, change: Partial<SelfState>): SelfState {
  const next = { ...self, ...change };
  return { ...next, talkingWhileMuted: next.talkingWhileMuted && !next.deafened };
}

function reduceCall(state: RoomState, call: CallState): RoomState {
  if (sameFields(state.call, call)) return state;
  const levels = call.status === 'joined' ? state.levels : SILENCE;
  const before = state.call.status === 'joined' ? state.call.roomId : null;
  const stays = call.status === 'joined' && call.roomId === before;
  return { ...state, call, levels, knocks: stays ? state.knocks : NOBODY };
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

function reduceChats(
  chats: RoomState['chats'],
  { roomId, chat }: { roomId: string; chat: ChatState | null },
): RoomState['chats'] {
  const known = chats.get(roomId);
  if (chat ? known && sameFields(known, chat) : !known) return chats;
  const next = new Map(chats);
  if (chat) next.set(roomId, chat);
  else next.delete(roomId);
  return next;
}

function set<K extends keyof RoomState>(state: RoomState, key: K, value: RoomState[K]): RoomState {
  return state[key] === value ? state : { ...state, [key]: value };
}

function setFields<K extends 'self' | 'playback' | 'settings' | 'downlink'>(
  state: RoomState,
  key: K,
  value: RoomState[K],
): RoomState {
  return sameFields(state[key], value) ? state : { ...state, [key]: value };
}

function withLevels(state: RoomState, heard: AudioLevels): RoomState {
  if (state.call.status !== 'joined') return state;
  const levels = new Map(heard.map(({ peerId, level }) => [peerId, level]));
  return sameMap(state.levels, levels) ? state : { ...state, levels };
}

function sameMap<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
