import { expect, test } from 'vitest';
import { formatRoute, HOME, parseRoute } from './route.ts';

/** What a browser makes of an address that it is given. */
function visit(address: string) {
  const url = new URL(address, 'https://ottogi.example');
  return parseRoute(url.pathname, url.search);
}

test.each([
  'Lounge',
  'a/b',
  'a%2Fb',
  '100%',
  '.',
  '..',
  '...',
  '../..',
  '라운지',
  '🪆 dolls',
  'a b+c&d=e?f#g',
  'it\'s "quoted" <b>',
  'ends with/',
  '\\',
])('the room %j survives the address bar', (room) => {
  expect(visit(formatRoute(room)).room).toBe(room);
});

test.each([
  ['/', null],
  ['/r/', null],
  ['/r', null],
  ['/elsewhere', null],
  ['/r/%E2%80%8B', null],
  ['/r/Lounge/', 'Lounge'],
  ['/r/100%', '100%'],
  ['/r/a/b', 'a/b'],
  ['/r/  Big%20%20hall ', 'Big hall'],
  ['/r/a%E2%80%AEb', 'ab'],
])('%s leads to %j', (address, room) => {
  expect(visit(address).room).toBe(room);
});

test('a link may say who enters, and with what', () => {
  expect(visit('/r/Lounge?name=Ada+L&join=1&audio=1&video=0')).toEqual({
    room: 'Lounge',
    name: 'Ada L',
    join: true,
    audio: true,
    video: false,
    topology: null,
  });
  expect(visit('/r/Lounge')).toEqual({ ...HOME, room: 'Lounge' });
  expect(visit('/r/Lounge?topology=mesh')).toMatchObject({ topology: 'mesh' });
  expect(visit('/r/Lounge?topology=star')).toMatchObject({ topology: null });
});

test('half of a surrogate pair does not break the address', () => {
  expect(formatRoute('\uD83D')).toBe('/r/%EF%BF%BD');
});

test('home is /', () => {
  expect(formatRoute(null)).toBe('/');
  expect(visit(formatRoute(null))).toEqual(HOME);
});
