import type { Notification } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { reduce, type Action } from './reduce.ts';
import {
  findPeer,
  INITIAL_STATE,
  keyParts,
  ownRoom,
  trackKey,
  type CallState,
  type RoomState,
} from './state.ts';
import { fakeTrack, peer, room } from './testing/fakes.ts';

const lounge = room('Lounge', [peer('ada', [{ source: 'microphone', paused: false }])]);
const attic = room('Attic', [peer('bob')]);
const { roomId } = lounge;

const welcome: Notification = {
  name: 'welcome',
  data: {
    protocolVersion: 1,
    serverVersion: '0.1.0',
    epoch: 'epoch',
    sessionId: 'session',
    rtpCapabilities: {},
    autopublish: false,
    rooms: [lounge, attic],
  },
};

const joined: CallState = {
  status: 'joined',
  room: 'lounge',
  name: 'Ada',
  roomId,
  peerId: 'ada',
  media: 'connected',
  movingTo: null,
};

function after(state: RoomState, ...steps: (Notification | Action)[]): RoomState {
  return steps.reduce(
    (now, step) => reduce(now, 'name' in step ? { type: 'notified', notification: step } : step),
    state,
  );
}

const connected = after(INITIAL_STATE, welcome);

test('welcome connects and lists the rooms by name', () => {
  expect(connected.connection).toEqual({
    status: 'connected',
    sessionId: 'session',
    serverVersion: '0.1.0',
    autopublish: false,
  });
  expect(connected.rooms.map(({ name }) => name)).toEqual(['Attic', 'Lounge']);
});

test('rooms open in their place and close', () => {
  const kitchen = room('Kitchen');
  const opened = after(connected, { name: 'roomOpened', data: { room: kitchen } });
  expect(opened.rooms.map(({ name }) => name)).toEqual(['Attic', 'Kitchen', 'Lounge']);
  expect(opened.rooms[2]).toBe(lounge);
  const closed = after(opened, { name: 'roomClosed', data: { roomId: kitchen.roomId } });
  expect(closed.rooms).toEqual(connected.rooms);
});

test('a room that opens twice is one room', () => {
  const again = after(connected, { name: 'roomOpened', data: { room: { ...lounge, peers: [] } } });
  expect(again.rooms.map(({ name }) => name)).toEqual(['Attic', 'Lounge']);
});

test('peers come and go, and other rooms keep their reference', () => {
  const came = after(connected, { name: 'peerJoined', data: { roomId, peer: peer('eve') } });
  expect(ids(came)).toEqual(['ada', 'eve']);
  expect(came.rooms[0]).toBe(attic);
  const twice = after(came, { name: 'peerJoined', data: { roomId, peer: peer('eve') } });
  expect(ids(twice)).toEqual(['ada', 'eve']);
  const left = after(twice, { name: 'peerLeft', data: { roomId, peerId: 'ada' } });
  expect(ids(left)).toEqual(['eve']);
});

test('publications appear, change and end', () => {
  const camera = { source: 'camera', paused: false } as const;
  const more = after(connected, changed(camera), changed({ source: 'microphone', paused: true }));
  expect(findPeer(more, 'ada')?.publications).toEqual([
    { source: 'microphone', paused: true },
    camera,
  ]);
  const less = after(more, {
    name: 'publicationClosed',
    data: { roomId, peerId: 'ada', source: 'microphone' },
  });
  expect(findPeer(less, 'ada')?.publications).toEqual([camera]);
});

test.each<[string, Notification]>([
  ['a closed room', { name: 'roomClosed', data: { roomId: 'gone' } }],
  ['a peer in an unknown room', { name: 'peerJoined', data: { roomId: 'gone', peer: peer('x') } }],
  ['an unknown peer that left', { name: 'peerLeft', data: { roomId, peerId: 'gone' } }],
  ['a publication of an unknown peer', { ...changed({ source: 'camera', paused: true }, 'gone') }],
  ['an unchanged publication', changed({ source: 'microphone', paused: false })],
  [
    'an unknown publication that ended',
    { name: 'publicationClosed', data: { roomId, peerId: 'ada', source: 'screen' } },
  ],
  ['a closed consumer', { name: 'consumerClosed', data: { consumerId: 'gone' } }],
  [
    'levels without a call',
    { name: 'audioLevels', data: { levels: [{ peerId: 'ada', level: -9 }] } },
  ],
])('%s changes nothing', (_what, notification) => {
  expect(after(connected, notification)).toBe(connected);
});

test('a snapshot replaces the rooms, and keeps what is the same', () => {
  const copy = structuredClone(lounge);
  const next = after(connected, { type: 'roomsReplaced', rooms: [copy, room('Attic')] });
  expect(next.rooms[0]).toEqual(room('Attic'));
  expect(next.rooms[1]).toBe(lounge);
  expect(after(next, { type: 'roomsReplaced', rooms: [copy, room('Attic')] })).toBe(next);
});

test('levels belong to the call and to peers in it', () => {
  const inCall = after(connected, { type: 'callChanged', call: joined });
  const levels = [
    { peerId: 'ada', level: -20 },
    { peerId: 'eve', level: -40 },
  ];
  const loud = after(inCall, { name: 'audioLevels', data: { levels } });
  expect([...loud.levels.keys()]).toEqual(['ada', 'eve']);
  expect(after(loud, { name: 'audioLevels', data: { levels } })).toBe(loud);
  const without = after(loud, { name: 'peerLeft', data: { roomId, peerId: 'eve' } });
  expect([...without.levels.keys()]).toEqual(['ada']);
  expect(after(without, { type: 'callChanged', call: { status: 'idle' } }).levels.size).toBe(0);
});

test('the own room is the one of the call', () => {
  expect(ownRoom(connected)).toBeUndefined();
  expect(ownRoom(after(connected, { type: 'callChanged', call: joined }))).toBe(lounge);
});

test('the same call or publication again changes nothing', () => {
  const state = after(
    connected,
    { type: 'callChanged', call: joined },
    { type: 'localChanged', source: 'camera', publication: { status: 'starting' } },
  );
  expect(state.local.microphone).toBe(connected.local.microphone);
  expect(after(state, { type: 'callChanged', call: { ...joined } })).toBe(state);
  const same = { status: 'starting' } as const;
  expect(after(state, { type: 'localChanged', source: 'camera', publication: same })).toBe(state);
});

test('a track that ends late does not take the one that took its place', () => {
  const [old, fresh] = [fakeTrack(), fakeTrack()];
  const key = trackKey('ada', 'camera');
  const started = after(connected, tracks([[key, old]]), tracks([[key, fresh]]));
  const ended = after(started, tracks([], [[key, old]]));
  expect(ended).toBe(started);
  expect(ended.tracks.get(key)).toBe(fresh);
  expect(after(ended, tracks([], [[key, fresh]])).tracks.size).toBe(0);
});

test('a track key gives its parts back', () => {
  expect(keyParts(trackKey('a-b_c', 'screenAudio'))).toEqual({
    peerId: 'a-b_c',
    source: 'screenAudio',
  });
});

test('closing the connection forgets the rooms', () => {
  const closed = after(connected, { type: 'connectionChanged', connection: { status: 'closed' } });
  expect(closed.rooms).toEqual([]);
});

type Entries = [ReturnType<typeof trackKey>, MediaStreamTrack][];

function tracks(started: Entries, ended: Entries = []): Action {
  return { type: 'tracksChanged', started: new Map(started), ended: new Map(ended) };
}

function changed(
  publication: (typeof lounge.peers)[0]['publications'][0],
  peerId = 'ada',
): Notification {
  return { name: 'publicationChanged', data: { roomId, peerId, publication } };
}

function ids(state: RoomState): string[] | undefined {
  return state.rooms.find((each) => each.roomId === roomId)?.peers.map(({ peerId }) => peerId);
}
