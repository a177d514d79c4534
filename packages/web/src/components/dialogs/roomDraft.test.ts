import type { RoomDocument } from '@ottogi/client';
import { expect, test } from 'vitest';
import { changesOf, draftOf, isPassphrase, readLimit } from './roomDraft.ts';

const room: RoomDocument = {
  roomId: 'r',
  name: 'Lounge',
  topic: 'Tea',
  position: 1,
  ownerId: 'me',
  moderatorIds: [],
  locked: false,
  lobby: false,
  hasPassword: true,
  peerLimit: 5,
  stored: true,
  encrypted: false,
  topology: 'sfu',
  topologyRule: 'sfu',
  lastMessageSeq: 0,
  recording: null,
  peers: [],
};

test.each([
  ['', null],
  [' 12 ', 12],
  ['１２', 12],
  ['0', undefined],
  ['1001', undefined],
  ['1.5', undefined],
  ['ten', undefined],
])('%j places', (typed, limit) => {
  expect(readLimit(typed)).toBe(limit);
});

test('an untouched form changes nothing', () => {
  expect(changesOf(room, draftOf(room, room.name, 'auto'))).toEqual({});
});

test('only what was touched is said', () => {
  const draft = draftOf(room, room.name, 'auto');
  expect(changesOf(room, { ...draft, topic: ' ', limit: '' })).toEqual({
    topic: '',
    peerLimit: null,
  });
  expect(changesOf(room, { ...draft, lobby: true })).toEqual({ lobby: true });
  expect(changesOf(room, { ...draft, password: 'secret' })).toEqual({ password: 'secret' });
  expect(changesOf(room, { ...draft, password: 'secret', open: true })).toEqual({ password: null });
});

test('a passphrase is long, or none', () => {
  expect(['', ' ', 'correct horse ba'].map(isPassphrase)).toEqual([true, true, true]);
  expect(['sesame', ' correct horse  '].map(isPassphrase)).toEqual([false, false]);
});
