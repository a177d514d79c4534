import { expect, test } from 'vitest';
import type { TrackKey } from './state.ts';
import { fittingLayer, planViews, type ViewSituation } from './viewPlan.ts';

const HEIGHTS = [180, 360, 720];

/** A call in which everybody has a camera of three layers, received over the consumer `c-<name>`. */
function situation(names: string[], changes: Partial<ViewSituation> = {}): ViewSituation {
  const keys = names.map(camera);
  return {
    visible: new Map(),
    videos: new Map(keys.map((key) => [key, HEIGHTS])),
    arrivals: new Map(names.map((name) => [camera(name), { consumerId: `c-${name}`, open: true }])),
    settings: new Map(),
    asked: new Map(),
    fresh: new Set(),
    hiddenOrder: [],
    ...changes,
  };
}

function camera(name: string): TrackKey {
  return `${name}/camera`;
}

function tiles(height: number, ...names: string[]): ViewSituation['visible'] {
  return new Map(names.map((name) => [camera(name), { width: (height * 16) / 9, height }]));
}

test.each([
  [90, 0],
  [180, 0],
  [210, 0],
  [213, 1],
  [420, 1],
  [430, null],
  [2000, null],
])('a tile of %i lines gets layer %s', (height, layer) => {
  expect(fittingLayer(HEIGHTS, height, undefined)).toBe(layer);
});

test('a tile at the border keeps what it has', () => {
  expect(fittingLayer(HEIGHTS, 200, 0)).toBe(0);
  expect(fittingLayer(HEIGHTS, 200, 1)).toBe(1);
  expect(fittingLayer(HEIGHTS, 180, 1)).toBe(0);
  expect(fittingLayer(HEIGHTS, 400, null)).toBe(null);
  expect(fittingLayer(HEIGHTS, 360, null)).toBe(1);
});

test('where there is nothing to choose, the best is asked for', () => {
  expect(fittingLayer([], 100, undefined)).toBe(null);
  expect(fittingLayer([1080], 100, 0)).toBe(null);
});

test('what is seen flows as large as it is seen, and the rest not at all', () => {
  const visible = new Map([...tiles(120, 'ann'), ...tiles(700, 'bob')]);
  expect(planViews(situation(['ann', 'bob', 'eve'], { visible })).configure).toEqual([
    { consumerId: 'c-ann', paused: false, spatialLayer: 0 },
    { consumerId: 'c-bob', paused: false, spatialLayer: null },
    { consumerId: 'c-eve', paused: true, spatialLayer: 0 },
  ]);
});

test('what was asked already is not asked again', () => {
  const settings: ViewSituation['settings'] = new Map([
    ['c-ann', { paused: false, spatialLayer: 0 }],
    ['c-bob', { paused: true, spatialLayer: 1 }],
  ]);
  const plan = planViews(situation(['ann', 'bob'], { visible: tiles(150, 'ann'), settings }));
  expect(plan).toEqual({ configure: [], subscribe: [], unsubscribe: [] });
});

test('what comes back begins in the layer that it had, if that still fits', () => {
  const settings: ViewSituation['settings'] = new Map([
    ['c-ann', { paused: true, spatialLayer: 1 }],
  ]);
  const back = (height: number) =>
    planViews(situation(['ann'], { visible: tiles(height, 'ann'), settings })).configure;
  expect(back(200)).toEqual([{ consumerId: 'c-ann', paused: false, spatialLayer: 1 }]);
  expect(back(100)).toEqual([{ consumerId: 'c-ann', paused: false, spatialLayer: 0 }]);
});

test('what is seen and does not come is asked for, once it is clear that it will not come', () => {
  const visible = tiles(100, 'ann');
  const missing = { visible, arrivals: new Map() };
  expect(planViews(situation(['ann'], missing)).subscribe).toEqual(['ann/camera']);
  const fresh = new Set([camera('ann')]);
  expect(planViews(situation(['ann'], { ...missing, fresh })).subscribe).toEqual([]);
  const asked: ViewSituation['asked'] = new Map([[camera('ann'), 'subscribe']]);
  expect(planViews(situation(['ann'], { ...missing, asked })).subscribe).toEqual([]);
});

test('what is on its way is left alone until it is there', () => {
  const arrivals = new Map([[camera('ann'), { consumerId: 'c-ann', open: false }]]);
  const plan = planViews(situation(['ann'], { visible: tiles(100, 'ann'), arrivals }));
  expect(plan).toEqual({ configure: [], subscribe: [], unsubscribe: [] });
});

test('a tile without a picture asks for nothing', () => {
  const plan = planViews(situation([], { visible: tiles(100, 'ann') }));
  expect(plan).toEqual({ configure: [], subscribe: [], unsubscribe: [] });
});

test('of too many hidden ones those go that were hidden first', () => {
  const names = Array.from({ length: 53 }, (_, index) => `p${index}`);
  const hiddenOrder = [camera('p7'), camera('p3'), ...names.slice(10).map(camera)];
  const seenOnce = new Set(hiddenOrder);
  const neverSeen = names.map(camera).filter((key) => !seenOnce.has(key));
  const { unsubscribe, configure } = planViews(
    situation(names, { visible: tiles(100, 'p52'), hiddenOrder }),
  );
  expect(unsubscribe).toEqual(neverSeen.slice(0, 2));
  expect(configure).toHaveLength(51);
  const all = situation(names, { hiddenOrder: [...neverSeen, ...hiddenOrder].toReversed() });
  expect(planViews(all).unsubscribe).toEqual(names.slice(-3).toReversed().map(camera));
});

test('what was unsubscribed and is seen again is subscribed again', () => {
  const asked: ViewSituation['asked'] = new Map([[camera('ann'), 'unsubscribe']]);
  const gone = { arrivals: new Map(), asked };
  expect(planViews(situation(['ann'], gone)).subscribe).toEqual([]);
  const visible = tiles(100, 'ann');
  expect(planViews(situation(['ann'], { ...gone, visible })).subscribe).toEqual(['ann/camera']);
});
