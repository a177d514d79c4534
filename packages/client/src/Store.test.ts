import type { Notification } from '@ottogi/protocol';
import { expect, test, vi } from 'vitest';
import { Store } from './Store.ts';
import { trackKey } from './state.ts';
import { fakeTrack, peer, publication as publicationOf, room } from './testing/fakes.ts';

const lounge = room('Lounge', [peer('ada')]);
const { roomId } = lounge;

function notify(store: Store, notification: Notification): void {
  store.dispatch({ type: 'notified', notification });
}

function storeWithLounge(): Store {
  const store = new Store();
  store.dispatch({ type: 'roomsReplaced', rooms: [lounge] });
  return store;
}

test('watchers hear of changes only, and can stop', () => {
  const store = storeWithLounge();
  const watcher = vi.fn();
  const stop = store.subscribe(watcher);
  notify(store, { name: 'roomClosed', data: { roomId: 'gone' } });
  expect(watcher).not.toHaveBeenCalled();
  notify(store, { name: 'roomClosed', data: { roomId } });
  expect(watcher).toHaveBeenCalledTimes(1);
  stop();
  notify(store, { name: 'roomOpened', data: { room: lounge } });
  expect(watcher).toHaveBeenCalledTimes(1);
});

test('an event comes after the state that it speaks of', () => {
  const store = storeWithLounge();
  const seen: unknown[] = [];
  store.on('peerJoined', ({ room: { peers }, peer: { peerId } }) => {
    seen.push([peerId, peers.length, store.state.rooms[0]?.peers.length]);
  });
  store.on('peerLeft', ({ peer: { name } }) => seen.push(name));
  notify(store, { name: 'peerJoined', data: { roomId, peer: peer('bob') } });
  notify(store, { name: 'peerLeft', data: { roomId, peerId: 'bob' } });
  notify(store, { name: 'peerLeft', data: { roomId, peerId: 'bob' } });
  expect(seen).toEqual([['bob', 2, 2], 'BOB']);
});

test('tracks start and end', () => {
  const store = new Store();
  const seen: string[] = [];
  store.on('trackStarted', ({ peerId, source }) => seen.push(`+${peerId} ${source}`));
  store.on('trackEnded', ({ peerId, source }) => seen.push(`-${peerId} ${source}`));
  const tracks = new Map([[trackKey('ada', 'camera'), fakeTrack()]]);
  store.dispatch({ type: 'tracksChanged', started: tracks, ended: new Map() });
  store.dispatch({ type: 'tracksChanged', started: new Map(), ended: tracks });
  expect(seen).toEqual(['+ada camera', '-ada camera']);
});

test('a listener that throws stops nobody', () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => {});
  const store = storeWithLounge();
  const listener = vi.fn();
  store.on('publicationChanged', () => {
    throw new Error('page');
  });
  store.on('publicationChanged', listener);
  const publication = publicationOf('camera');
  notify(store, { name: 'publicationChanged', data: { roomId, peerId: 'ada', publication } });
  expect(listener).toHaveBeenCalledWith({ roomId, peerId: 'ada', publication });
  expect(report).toHaveBeenCalledTimes(1);
  report.mockRestore();
});

test('a reaction is told though it leaves no trace in the state', () => {
  const store = storeWithLounge();
  const [watcher, listener] = [vi.fn(), vi.fn()];
  store.subscribe(watcher);
  store.on('reaction', listener);
  const data = { roomId, peerId: 'ada', emoji: '🎉' };
  notify(store, { name: 'reaction', data });
  expect(listener).toHaveBeenCalledExactlyOnceWith(data);
  expect(watcher).not.toHaveBeenCalled();
});

test('a knock is told once, however often the list comes', () => {
  const store = storeWithLounge();
  const call = { room: 'Lounge', name: 'Ada', roomId, peerId: 'ada', media: 'connected' } as const;
  const joined = {
    status: 'joined',
    ...call,
    movingTo: null,
    knocking: false,
    recovering: null,
  } as const;
  store.dispatch({ type: 'callChanged', call: joined });
  const seen: string[] = [];
  store.on('knocked', ({ knock }) => seen.push(knock.knockId));
  const knock = (knockId: string) => ({ knockId, personId: 'eve', name: 'Eve', hue: 1, at: 2 });
  for (const ids of [['a'], ['a', 'b'], ['b'], [], ['c']]) {
    notify(store, { name: 'lobbyChanged', data: { roomId, knocks: ids.map(knock) } });
  }
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('a recording is told once, when it begins and when it is over', () => {
  const store = storeWithLounge();
  const seen: (string | undefined)[] = [];
  store.on('recordingChanged', ({ room: { recording } }) => seen.push(recording?.recordingId));
  const { peers: _peers, ...profile } = lounge;
  const by = { personId: 'ada', name: 'Ada' };
  const recording = { recordingId: 'r1', kind: 'sources', since: 1, by } as const;
  for (const [topic, now] of [
    ['', recording],
    ['as it was', recording],
    ['', null],
    ['over', null],
  ] as const) {
    notify(store, { name: 'roomChanged', data: { room: { ...profile, topic, recording: now } } });
  }
  expect(seen).toEqual(['r1', undefined]);
});

test('a changed peer is told with what it was before', () => {
  const store = storeWithLounge();
  const seen: unknown[] = [];
  store.on('peerChanged', ({ before, peer: now }) =>
    seen.push([before.handRaisedAt, now.handRaisedAt, now.publications]),
  );
  const { publications: _publications, ...profile } = peer('ada');
  const data = { roomId, peer: { ...profile, handRaisedAt: 7 } };
  notify(store, { name: 'peerChanged', data });
  notify(store, { name: 'peerChanged', data });
  expect(seen).toEqual([[null, 7, []]]);
});
