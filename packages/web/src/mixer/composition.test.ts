import { expect, test } from 'vitest';
import type { Direction } from '../model/call/Director.ts';
import type { Tile, Tiles } from '../model/tiles.ts';
import { composition, contain, cover, STAGE_WIDTH } from './composition.ts';

const PICTURE = { width: 1280, height: 720 };
const STILL: Direction = { order: [], spotlight: null };

function tile(peerId: string, source: Tile['source'] = 'camera', own = false): Tile {
  return {
    key: `${peerId}/${source}`,
    peerId,
    personId: peerId,
    name: peerId,
    hue: 0,
    source,
    own,
    muted: false,
    deafened: false,
    handRaisedAt: null,
    reconnecting: false,
    otherKey: false,
    picture: { status: 'none' },
  };
}

function people(count: number): Tile[] {
  return Array.from({ length: count }, (_, index) => tile(`p${index}`));
}

function places(tiles: Tiles, direction = STILL, picture = PICTURE) {
  return composition(tiles, direction, picture).placed;
}

test.each([1, 2, 3, 4, 6, 9])('%i people stand in a grid, all alike', (count) => {
  const placed = places({ people: people(count), screens: [] });
  expect(placed).toHaveLength(count);
  const sizes = new Set(
    placed.map(({ rect }) => `${Math.round(rect.width)}x${Math.round(rect.height)}`),
  );
  expect(sizes.size).toBe(1);
});

test.each([1, 2, 5, 9, 12, 30])(
  'of %i tiles none overlaps another, and all are in the picture',
  (count) => {
    const placed = places({ people: people(count), screens: [tile('p0', 'screen')] });
    for (const [index, { rect }] of placed.entries()) {
      expect(rect.left).toBeGreaterThanOrEqual(0);
      expect(rect.top).toBeGreaterThanOrEqual(0);
      expect(rect.left + rect.width).toBeLessThanOrEqual(PICTURE.width + 0.5);
      expect(rect.top + rect.height).toBeLessThanOrEqual(PICTURE.height + 0.5);
      for (const { rect: other } of placed.slice(index + 1)) {
        const apart =
          rect.left + rect.width <= other.left + 0.5 ||
          other.left + other.width <= rect.left + 0.5 ||
          rect.top + rect.height <= other.top + 0.5 ||
          other.top + other.height <= rect.top + 0.5;
        expect(apart).toBe(true);
      }
    }
  },
);

test('a shared screen stands large, and the faces beside it', () => {
  const placed = places({ people: people(3), screens: [tile('p1', 'screen')] });
  const [screen, ...faces] = placed;
  expect(screen?.tile.source).toBe('screen');
  expect(faces).toHaveLength(3);
  for (const { rect } of faces) expect(screen!.rect.width).toBeGreaterThan(2.5 * rect.width);
});

test('where people are many, whoever speaks stands large', () => {
  const direction = { order: [], spotlight: 'p7' };
  const [large, ...others] = places({ people: people(12), screens: [] }, direction);
  expect(large?.tile.peerId).toBe('p7');
  for (const { rect } of others) expect(large!.rect.width).toBeGreaterThan(2 * rect.width);
});

test('who was heard comes before who was not, where not all find a place', () => {
  const direction = { order: ['p59'], spotlight: null };
  const placed = places({ people: people(60), screens: [] }, direction);
  expect(placed.length).toBeLessThan(60);
  expect(placed[0]?.tile.peerId).toBe('p59');
});

test('the mixer itself is nobody, and an empty room an empty picture', () => {
  expect(places({ people: [tile('mixer', 'camera', true)], screens: [] })).toEqual([]);
});

test('a small picture is the large one, made small', () => {
  const tiles = { people: people(5), screens: [] };
  const [large, small] = [PICTURE, { width: 320, height: 180 }].map((size) =>
    places(tiles, STILL, size).map(({ rect }) => rect),
  );
  expect(small).toEqual(large);
  expect(STAGE_WIDTH).toBe(PICTURE.width);
});

test('a face fills its tile, and a screen is there whole', () => {
  const wide = { width: 400, height: 100 };
  const square = { width: 100, height: 100 };
  expect(cover(wide, square)).toEqual({ left: 150, top: 0, width: 100, height: 100 });
  expect(contain(wide, square)).toEqual({ left: 0, top: 37.5, width: 100, height: 25 });
});
