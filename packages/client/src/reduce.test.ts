import { MEMBER, type Notification, type Publication, type RoomProfile } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { reduce, type Action } from './reduce.ts';
import {
  findPeer,
  INITIAL_STATE,
  isModerated,
  isOwner,
  keyParts,
  mayModerate,
  mayRemove,
  ownRoom,
  roleOf,
  trackKey,
  unreadCount,
  type CallState,
  type ChatState,
  type RoomState,
} from './state.ts';
import { fakeTrack, peer, person, publication, room } from './testing/fakes.ts';

const lounge = room('Lounge', [peer('ada', [publication('microphone')])]);
const attic = room('Attic', [peer('bob')]);
const { roomId } = lounge;

const welcome: Notification = {
  name: 'welcome',
  data: {
    protocolVersion: 2,
    serverVersion: '0.1.0',
    epoch: 'epoch',
    sessionId: 'session',
    rtpCapabilities: {},
    autopublish: false,
    topologyRule: 'auto',
    fileMaxBytes: 1000,
    grants: { ...MEMBER, publish: ['microphone'] },
    person: person('ada'),
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
  recovering: null,
  knocking: false,
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
    topologyRule: 'auto',
    fileMaxBytes: 1000,
  });
  expect(connected.person).toEqual(person('ada'));
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

test('rooms stand by position, then by name, also after a change', () => {
  const first = { ...profileOf(lounge), position: -1, name: 'Salon', topic: 'quiet' };
  const changedRoom = after(connected, { name: 'roomChanged', data: { room: first } });
  expect(changedRoom.rooms.map(({ name }) => name)).toEqual(['Salon', 'Attic']);
  expect(changedRoom.rooms[0]).toEqual({ ...lounge, ...first });
  expect(changedRoom.rooms[0]?.peers).toBe(lounge.peers);
  expect(changedRoom.rooms[1]).toBe(attic);
});

test('a peer changes and keeps its publications', () => {
  const profile = { ...withoutPublications('ada'), deafened: true, handRaisedAt: 7 };
  const next = after(connected, { name: 'peerChanged', data: { roomId, peer: profile } });
  expect(findPeer(next, 'ada')).toEqual({ ...lounge.peers[0], deafened: true, handRaisedAt: 7 });
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
  const camera = publication('camera');
  const more = after(connected, changed(camera), changed(publication('microphone', true)));
  expect(findPeer(more, 'ada')?.publications).toEqual([publication('microphone', true), camera]);
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
  ['a publication of an unknown peer', { ...changed(publication('camera', true), 'gone') }],
  ['an unchanged publication', changed(publication('microphone'))],
  [
    'an unknown publication that ended',
    { name: 'publicationClosed', data: { roomId, peerId: 'ada', source: 'screen' } },
  ],
  ['a room that is as it was', { name: 'roomChanged', data: { room: profileOf(lounge) } }],
  ['an unknown room that changed', { name: 'roomChanged', data: { room: profileOf(room('x')) } }],
  ['an unknown peer that changed', { name: 'peerChanged', data: { roomId, peer: peer('gone') } }],
  ['old news of a chat', { name: 'chatAdvanced', data: { roomId, lastMessageSeq: 0 } }],
  ['the same person', { name: 'peerChanged', data: { roomId, peer: withoutPublications('ada') } }],
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

test('speakers are heard in every room; in one’s own, the levels say so', () => {
  const speak = (where: string, ...peerIds: string[]): Notification => ({
    name: 'speakersChanged',
    data: { roomId: where, peerIds },
  });
  const heard = after(connected, speak(roomId, 'ada'), speak(attic.roomId, 'bob'));
  expect(heard.speakers).toEqual(new Set(['ada', 'bob']));
  expect(after(heard, speak(attic.roomId, 'bob'))).toBe(heard);
  const inCall = after(heard, { type: 'callChanged', call: joined });
  const silent = after(inCall, { name: 'audioLevels', data: { levels: [] } });
  expect(silent.speakers).toEqual(new Set(['bob']));
  expect(after(silent, speak(roomId, 'ada'))).toBe(silent);
  const levels = [{ peerId: 'ada', level: -20 }];
  const loud = after(silent, { name: 'audioLevels', data: { levels } });
  const left = after(loud, { name: 'peerLeft', data: { roomId: attic.roomId, peerId: 'bob' } });
  expect(left.speakers).toEqual(new Set(['ada']));
  const gone = after(left, { name: 'roomClosed', data: { roomId } });
  expect(gone.speakers.size).toBe(0);
  expect(after(heard, welcome).speakers.size).toBe(0);
});

test('what is unread is what came after the last message that was read', () => {
  const said: Notification = { name: 'chatAdvanced', data: { roomId, lastMessageSeq: 7 } };
  const unread = after(connected, said);
  expect([unreadCount(unread, roomId), unreadCount(unread, attic.roomId)]).toEqual([7, 0]);
  const read = after(unread, { type: 'roomRead', roomId, messageSeq: 5 });
  expect(unreadCount(read, roomId)).toBe(2);
  expect(after(read, { type: 'roomRead', roomId, messageSeq: 4 })).toBe(read);
  expect([unreadCount(read, 'gone'), unreadCount(INITIAL_STATE, roomId)]).toEqual([0, 0]);
});

test('what the server says of oneself holds, but what was read stays read', () => {
  const read = after(connected, { type: 'roomRead', roomId, messageSeq: 5 });
  const renamed = { ...person('ada'), name: 'Ada L.', readSeqs: { [roomId]: 3, other: 9 } };
  const told = after(read, { name: 'personChanged', data: { person: renamed } });
  expect(told.person).toEqual({ ...renamed, readSeqs: { [roomId]: 5, other: 9 } });
  const other = after(told, { name: 'personChanged', data: { person: person('eve') } });
  expect(other.person).toEqual(person('eve'));
});

test('a room belongs to whoever made it', () => {
  expect(isOwner(connected, { ownerId: 'ada' })).toBe(true);
  expect(isOwner(connected, { ownerId: null })).toBe(false);
  expect(isOwner(INITIAL_STATE, { ownerId: null })).toBe(false);
});

test('who moderates removes everybody but the owner and each other; the owner removes them too', () => {
  const owned = { ownerId: 'ada', moderatorIds: ['bob'] };
  const named = { ownerId: 'eve', moderatorIds: ['ada', 'bob'] };
  const foreign = { ownerId: 'eve', moderatorIds: [] };
  expect(['ada', 'bob', 'cem'].map((who) => roleOf(owned, who))).toEqual([
    'owner',
    'moderator',
    null,
  ]);
  expect([owned, named, foreign].map((of) => mayModerate(connected, of))).toEqual([
    true,
    true,
    false,
  ]);
  const removable = (of: typeof owned) =>
    ['ada', 'bob', 'cem', 'eve'].filter((who) => mayRemove(connected, of, who));
  expect(removable(owned)).toEqual(['bob', 'cem', 'eve']);
  expect(removable(named)).toEqual(['cem']);
  expect(removable(foreign)).toEqual([]);
  expect(isModerated({ ...owned, peers: [peer('cem')] })).toBe(false);
  expect(isModerated({ ...owned, peers: [{ ...peer('x'), personId: 'bob' }] })).toBe(true);
});

test('who waits is known of the own call, as long as it lasts', () => {
  const knock = { knockId: 'k', personId: 'eve', name: 'Eve', hue: 1, at: 2 };
  const told = (of: string): Notification => ({
    name: 'lobbyChanged',
    data: { roomId: of, knocks: [knock] },
  });
  const inside = after(connected, { type: 'callChanged', call: joined });
  expect(after(inside, told('elsewhere')).knocks).toEqual([]);
  const waiting = after(inside, told(roomId));
  expect(waiting.knocks).toEqual([knock]);
  const moving = { ...joined, movingTo: 'Attic', knocking: true } as CallState;
  expect(after(waiting, { type: 'callChanged', call: moving }).knocks).toEqual([knock]);
  expect(after(waiting, { type: 'callChanged', call: { status: 'idle' } }).knocks).toEqual([]);
  expect(after(waiting, { type: 'knocksReplaced', knocks: [] }).knocks).toEqual([]);
});

test('chats, devices and oneself change in part, and only where they do', () => {
  const chat: ChatState = {
    status: 'opening',
    error: null,
    messages: [],
    hasOlder: false,
    hasNewer: false,
    loading: null,
    pending: [],
  };
  const open = after(connected, { type: 'chatChanged', roomId, chat });
  expect(open.chats.get(roomId)).toBe(chat);
  expect(after(open, { type: 'chatChanged', roomId, chat: { ...chat } })).toBe(open);
  expect(after(open, { type: 'chatChanged', roomId: 'other', chat: null })).toBe(open);
  expect(after(open, { type: 'chatChanged', roomId, chat: null }).chats.size).toBe(0);
  const deaf = after(connected, { type: 'selfChanged', self: { deafened: true } });
  expect(deaf.self).toEqual({ ...connected.self, deafened: true });
  expect(after(deaf, { type: 'selfChanged', self: { deafened: true } })).toBe(deaf);
  expect(after(deaf, { type: 'selfChanged', self: { talkingWhileMuted: true } })).toBe(deaf);
  expect(after(connected, { type: 'playbackChanged', playback: { blocked: false } })).toBe(
    connected,
  );
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

function changed(what: Publication, peerId = 'ada'): Notification {
  return { name: 'publicationChanged', data: { roomId, peerId, publication: what } };
}

function ids(state: RoomState): string[] | undefined {
  return state.rooms.find((each) => each.roomId === roomId)?.peers.map(({ peerId }) => peerId);
}

function profileOf({ peers: _peers, ...profile }: ReturnType<typeof room>): RoomProfile {
  return profile;
}

function withoutPublications(peerId: string) {
  const { publications: _publications, ...profile } = peer(peerId);
  return profile;
}
