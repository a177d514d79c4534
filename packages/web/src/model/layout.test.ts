import { describe, expect, test } from 'vitest';
import { arrange, type Box, fit, type Rect } from './layout.ts';

const SHAPE = { gap: 8, minAspect: 4 / 3, maxAspect: 16 / 9 };
const TALL = { ...SHAPE, minAspect: 3 / 4 };

const STAGES: Record<string, Box> = {
  desktop: { width: 1128, height: 700 },
  laptop: { width: 976, height: 640 },
  phone: { width: 336, height: 560 },
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
    [1, 2, 3, 5, 12, 25].flatMap((people) =>
      [0, 1, 3].map((screens) => ({ name, stage, people, screens })),
    ),
  );

  test.each(cases)('$people people and $screens screens on a $name', (given) => {
    const { stage, people, screens } = given;
    const arranged = arrange(screens, people, stage, 8);
    const tiles = [...arranged.screens, ...arranged.people];
    expect(tiles).toHaveLength(people + screens);
    for (const [index, tile] of tiles.entries()) {
      expect(inside(tile, { width: stage.width, height: arranged.height })).toBe(true);
      for (const other of tiles.slice(index + 1)) expect(overlap(tile, other)).toBe(false);
    }
    for (const tile of arranged.people) {
      expect(tile.width / tile.height).toBeLessThanOrEqual(16 / 9 + 0.01);
    }
  });

  test('a crowd on a phone scrolls instead of shrinking to dots', () => {
    const arranged = arrange(0, 25, STAGES['phone']!, 8);
    expect(arranged.people[0]!.width).toBeGreaterThan(120);
    expect(arranged.height).toBeGreaterThan(STAGES['phone']!.height);
  });

  test('a shared screen gets most of the stage', () => {
    const { screens, people } = arrange(1, 3, STAGES['desktop']!, 8);
    expect(area(screens[0]!)).toBeGreaterThan(people.reduce((sum, tile) => sum + area(tile), 0));
  });
});

function area(rect: Rect): number {
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
