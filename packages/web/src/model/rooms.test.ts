import { ClientError, type PeerDocument, type RoomDocument } from '@ottogi/client';
import { expect, test } from 'vitest';
import { inCall } from '../testing/roomState.ts';
import {
  destination,
  findRooms,
  isFull,
  isOnTheWay,
  listRooms,
  neighbour,
  positionBeyond,
  sameRoom,
} from './rooms.ts';

const ada: PeerDocument = {
  peerId: 'p1',
  personId: 'o1',
  name: 'Ada',
  hue: 10,
  deafened: false,
  handRaisedAt: null,
  reconnecting: false,
  publications: [],
};

function room(name: string, change: Partial<RoomDocument> = {}): RoomDocument {
  return {
    roomId: name,
    name,
    topic: '',
    position: 0,
    ownerId: null,
    moderatorIds: [],
    locked: false,
    lobby: false,
    hasPassword: false,
    peerLimit: null,
    stored: false,
    encrypted: false,
    topology: 'sfu',
    topologyRule: 'sfu',
    lastMessageSeq: 0,
    recording: null,
    peers: [ada],
    ...change,
  };
}

const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

test('rooms that are there for now and visited ones stand in one alphabet, each once', () => {
  const { others } = listRooms(
    [room('Lounge'), room('Room 10')],
    ['lounge', 'Room 9', '회의실', 'room 9'],
  );
  expect(others.map((each) => [each.name, each.room !== null])).toEqual([
    ['Lounge', true],
    ['Room 9', false],
    ['Room 10', true],
    ['회의실', false],
  ]);
});

test('made rooms keep their order before all others, and favourites stand apart', () => {
  const rooms = [
    room('Zoo', { stored: true, position: 1 }),
    room('Alpha', { stored: true, position: 2 }),
    room('Mid'),
  ];
  const list = listRooms(rooms, ['Beta'], ['Alpha', 'gone']);
  expect(names(list.favourites)).toEqual(['Alpha']);
  expect(names(list.others)).toEqual(['Zoo', 'Beta', 'Mid']);
});

test('finding looks at names, topics and people, whatever the case', () => {
  const list = listRooms(
    [room('Lounge', { topic: '점심 이야기' }), room('Work', { peers: [] })],
    [],
  );
  expect(names(findRooms(list, 'WOR').others)).toEqual(['Work']);
  expect(names(findRooms(list, 'ada').others)).toEqual(['Lounge']);
  expect(names(findRooms(list, '이야').others)).toEqual(['Lounge']);
  expect(names(findRooms(list, '  ').others)).toEqual(['Lounge', 'Work']);
});

test('the next room comes around the end', () => {
  const list = listRooms([room('a'), room('b'), room('c')], []);
  expect(neighbour(list, 'c', 1)?.name).toBe('a');
  expect(neighbour(list, 'a', -1)?.name).toBe('c');
  expect(neighbour(list, null, 1)?.name).toBe('a');
  expect(neighbour(listRooms([], []), 'a', 1)).toBeUndefined();
});

test('a room changes places with its neighbour', () => {
  const made = (name: string, position: number) => room(name, { stored: true, position });
  const rooms = [made('a', 1), made('b', 2), made('c', 3), room('passing')];
  expect(positionBeyond(rooms, 'c', -1)).toBe(1.5);
  expect(positionBeyond(rooms, 'a', 1)).toBe(2.5);
  expect(positionBeyond(rooms, 'b', 1)).toBe(4);
  expect(positionBeyond(rooms, 'a', -1)).toBeUndefined();
  expect(positionBeyond(rooms, 'passing', 1)).toBeUndefined();
  const equal = [made('a', 0), made('b', 0), made('c', 0)];
  expect(positionBeyond(equal, 'c', -1)).toBe(-1);
});

test('a room is full when its places are taken', () => {
  expect(isFull(room('a', { peerLimit: 1 }))).toBe(true);
  expect(isFull(room('a', { peerLimit: 2 }))).toBe(false);
  expect(isFull(room('a'))).toBe(false);
});

test('case and width do not distinguish rooms', () => {
  expect(sameRoom('Ｌounge', 'lounge')).toBe(true);
  expect(sameRoom('Lounge', null)).toBe(false);
  expect(sameRoom(null, null)).toBe(true);
});

test('a move leads to its destination before it is done', () => {
  const { call } = inCall([]);
  if (call.status !== 'joined') throw new Error('inCall is in a call');
  const joined = { ...call, room: 'a' };
  expect(destination(joined)).toBe('a');
  expect(destination({ ...joined, movingTo: 'b' })).toBe('b');
  expect(destination({ status: 'idle' })).toBeNull();
  expect(isOnTheWay(joined)).toBe(false);
  expect(isOnTheWay({ ...joined, movingTo: 'b' })).toBe(true);
});

test('nobody is on the way to where they were refused', () => {
  const error = new ClientError('roomFull', 'no place is left');
  const failed = { status: 'failed', room: 'a', name: 'Ada' } as const;
  expect(destination({ ...failed, error })).toBe('a');
  expect(isOnTheWay({ ...failed, error })).toBe(false);
});
