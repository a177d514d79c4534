import { describe, expect, test } from 'vitest';
import { arrange, type Box, capacity, corner, fit, type Rect } from './layout.ts';

const SHAPE = { gap: 8, minAspect: 4 / 3, maxAspect: 16 / 9 };
const TALL = { ...SHAPE, minAspect: 3 / 4 };

const STAGES: Record<string, Box> = {
  desktop: { width: 1128, height: 700 },
  laptop: { width: 976, height: 640 },
  phone: { width: 336, height: 560 },
  phoneOnItsSide: { width: 700, height: 250 },
  wall: { width: 3500, height: 1900 },
};

describe('fit', () => {
  test.each([
    [1, 'desktop', 1, 1],
    [2, 'desktop', 2, 1],
    [2, 'laptop', 2, 1],
    [3, 'desktop', 2, 2],
    [4, 'desktop', 2, 2],
    [9, 'desktop', 3, 3],
    [2, 'phone', 1, 2],
    [4, 'phone', 2, 2],
    [25, 'wall', 5, 5],
  ])('%i people on a %s: %i columns, %i rows', (count, stage, columns, rows) => {
    const shape = stage === 'phone' ? TALL : SHAPE;
    expect(fit(count, STAGES[stage]!, shape)).toMatchObject({ columns, rows });
  });

  test('a stage without room gives no size, and no exception', () => {
    expect(fit(3, { width: 0, height: 0 }, SHAPE)).toMatchObject({ width: 0, height: 0 });
    expect(fit(0, STAGES['desktop']!, SHAPE)).toMatchObject({ columns: 1, rows: 1 });
  });
});

describe('arrange', () => {
  const cases = Object.entries(STAGES).flatMap(([name, stage]) =>
    [0, 1, 2, 3, 5, 12, 25, 100].flatMap((others) =>
      [0, 1, 3].map((featured) => ({ name, stage, others, featured })),
    ),
  );

  test.each(cases)('$others people and $featured screens on a $name', (given) => {
    const { stage, others, featured } = given;
    const first = arrange({ featured, others, page: 0 }, stage, 8);
    const shown = Array.from({ length: first.pages }, (_, page) => {
      const arranged = arrange({ featured, others, page }, stage, 8);
      const tiles = [...arranged.featured, ...arranged.places];
      for (const [index, tile] of tiles.entries()) {
        expect(inside(tile, stage)).toBe(true);
        for (const other of tiles.slice(index + 1)) expect(overlap(tile, other)).toBe(false);
      }
      for (const tile of arranged.places) {
        expect(tile.width).toBeGreaterThan(stage.height < 300 ? 60 : 100);
        expect(tile.width / tile.height).toBeLessThanOrEqual(16 / 9 + 0.01);
      }
      expect(arranged.featured).toHaveLength(featured);
      return arranged.places.map((_place, index) => arranged.first + index);
    });
    // Everybody is on one page, and nobody on two.
    expect(shown.flat()).toEqual(Array.from({ length: others }, (_, index) => index));
  });

  test('25 at once on a wall and 4 on a phone, the others on further pages', () => {
    const on = (stage: string) => arrange({ featured: 0, others: 60, page: 0 }, STAGES[stage]!, 8);
    expect(on('wall')).toMatchObject({ perPage: 25, pages: 3 });
    expect(on('phone')).toMatchObject({ perPage: 4, pages: 15 });
  });

  test('a page past the last one is the last one', () => {
    const arranged = arrange({ featured: 0, others: 26, page: 9 }, STAGES['wall']!, 8);
    expect(arranged).toMatchObject({ page: 1, first: 25 });
    expect(arranged.places).toHaveLength(1);
  });

  test('a last page that is not full shows tiles of the same size', () => {
    const [first, last] = [0, 1].map((page) =>
      arrange({ featured: 0, others: 26, page }, STAGES['wall']!, 8),
    );
    expect(last!.places[0]!.width).toBe(first!.places[0]!.width);
  });

  test('a shared screen gets most of the stage', () => {
    const arranged = arrange({ featured: 1, others: 3, page: 0 }, STAGES['desktop']!, 8);
    const people = arranged.places.reduce((sum, tile) => sum + area(tile), 0);
    expect(area(arranged.featured[0]!)).toBeGreaterThan(people);
  });
});

test('a strip too narrow for one face still shows one', () => {
  expect(capacity({ width: 90, height: 60 }, 8, 25)).toBe(1);
});

test.each(['phone', 'phoneOnItsSide'])('the own small tile stands in a corner of a %s', (name) => {
  const stage = STAGES[name]!;
  const rect = corner(stage, 8);
  expect(inside(rect, stage)).toBe(true);
  expect(area(rect)).toBeLessThan((stage.width * stage.height) / 6);
  expect(rect.width).toBeGreaterThan(60);
});

function area(rect: Box): number {
  return rect.width * rect.height;
}

function inside(rect: Rect, box: Box): boolean {
  const { left, top, width, height } = rect;
  return left >= -1 && top >= -1 && left + width <= box.width + 1 && top + height <= box.height + 1;
}

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.left < b.left + b.width - 0.01 &&
    b.left < a.left + a.width - 0.01 &&
    a.top < b.top + b.height - 0.01 &&
    b.top < a.top + a.height - 0.01
  );
}
