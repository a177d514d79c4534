import { expect, test } from 'vitest';
import { destination, listRooms, sameRoom } from './rooms.ts';

const ada = { peerId: 'p1', name: 'Ada', publications: [] };

test('open and remembered rooms stand in one list, each once', () => {
  const open = [
    { roomId: 'r1', name: 'Lounge', topology: 'sfu' as const, peers: [ada] },
    { roomId: 'r2', name: 'Room 10', topology: 'sfu' as const, peers: [ada] },
  ];
  const listed = listRooms(open, ['lounge', 'Room 9', '회의실']);
  expect(listed.map(({ name, remembered }) => [name, remembered])).toEqual([
    ['Lounge', false],
    ['Room 9', true],
    ['Room 10', false],
    ['회의실', true],
  ]);
});

test('case and width do not distinguish rooms', () => {
  expect(sameRoom('Ｌounge', 'lounge')).toBe(true);
  expect(sameRoom('Lounge', null)).toBe(false);
  expect(sameRoom(null, null)).toBe(true);
});

test('a move leads to its destination before it is done', () => {
  const joined = { status: 'joined', room: 'a', name: 'Ada', roomId: 'r', peerId: 'p' } as const;
  expect(destination({ ...joined, media: 'connected', movingTo: null })).toBe('a');
  expect(destination({ ...joined, media: 'connected', movingTo: 'b' })).toBe('b');
  expect(destination({ status: 'idle' })).toBeNull();
});
