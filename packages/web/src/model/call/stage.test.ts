import { trackKey, type TrackKey } from '@ottogi/client';
import { expect, test } from 'vitest';
import type { Tile } from '../tiles.ts';
import { castOf, type StageWish } from './stage.ts';

const tile = (peerId: string, source: Tile['source'] = 'camera'): Tile => ({
  key: trackKey(peerId, source),
  peerId,
  personId: peerId,
  name: peerId,
  hue: 0,
  source,
  own: peerId === 'me',
  muted: false,
  deafened: false,
  handRaisedAt: null,
  reconnecting: false,
  otherKey: false,
  picture: { status: 'none' },
});

const PEOPLE = [tile('a'), tile('b'), tile('me')];
const DIRECTION = { order: ['b', 'a', 'me'], spotlight: 'a' };
const GRID: StageWish = { layout: 'grid', pinned: [], solo: null };

function keys(screens: Tile[], wish: Partial<StageWish>): [TrackKey[], TrackKey[]] {
  const cast = castOf({ people: PEOPLE, screens }, DIRECTION, { ...GRID, ...wish });
  return [cast.featured.map(({ key }) => key), cast.others.map(({ key }) => key)];
}

test('in the grid nobody stands large, and all stand in the order of the direction', () => {
  expect(keys([], {})).toEqual([[], ['b/camera', 'a/camera', 'me/camera']]);
});

test('in the spotlight the speaker does', () => {
  expect(keys([], { layout: 'spotlight' })).toEqual([['a/camera'], ['b/camera', 'me/camera']]);
});

test('a shared screen stands large in every layout; one’s own comes first among the others', () => {
  const screens = [tile('b', 'screen'), tile('me', 'screen')];
  for (const layout of ['grid', 'spotlight'] as const) {
    const [featured, others] = keys(screens, { layout });
    expect(featured).toEqual(['b/screen']);
    expect(others[0]).toBe('me/screen');
  }
});

test('what is pinned goes before everything, and what left the call is pinned no more', () => {
  const screens = [tile('b', 'screen')];
  expect(keys(screens, { pinned: ['a/camera', 'gone/camera'] })).toEqual([
    ['a/camera'],
    ['b/screen', 'b/camera', 'me/camera'],
  ]);
  expect(keys([], { pinned: ['gone/camera'] })[0]).toEqual([]);
});

test('one tile on the full screen stands there alone', () => {
  expect(keys([], { solo: 'b/camera' })).toEqual([['b/camera'], []]);
});
