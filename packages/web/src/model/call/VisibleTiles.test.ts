import type { TrackKey } from '@ottogi/client';
import { beforeEach, expect, test } from 'vitest';
import { type PixelSize, VisibleTiles } from './VisibleTiles.ts';

const SMALL = { width: 160, height: 90 };
const LARGE = { width: 1280, height: 720 };

let reports: Record<TrackKey, PixelSize>[];
let frame: (() => void) | null;
let tiles: VisibleTiles;

beforeEach(() => {
  reports = [];
  frame = null;
  tiles = new VisibleTiles({
    report: (visible) => reports.push(Object.fromEntries(visible)),
    beforeNextFrame(callback) {
      frame = callback;
      return () => {
        frame = null;
      };
    },
  });
});

test('everything that changes before a frame is told at once', () => {
  tiles.set('stage', 'a/camera', LARGE);
  tiles.set('stage', 'b/camera', SMALL);
  tiles.remove('stage', 'a/camera');
  expect(reports).toEqual([]);
  frame?.();
  expect(reports).toEqual([{ 'b/camera': SMALL }]);
});

test('a hidden page shows nothing, apart from what stands in a window of its own', () => {
  tiles.set('stage', 'a/camera', LARGE);
  tiles.set('window', 'b/camera', SMALL);
  tiles.setPageVisible(false);
  expect(reports).toEqual([{ 'b/camera': SMALL }]);
  expect(frame).toBeNull();
  tiles.setPageVisible(true);
  expect(reports.at(-1)).toEqual({ 'a/camera': LARGE, 'b/camera': SMALL });
});

test('of two places the larger one counts, and a tile without size is not seen', () => {
  tiles.set('stage', 'a/camera', LARGE);
  tiles.set('window', 'a/camera', SMALL);
  tiles.set('stage', 'b/camera', { width: 0, height: 90 });
  frame?.();
  expect(reports).toEqual([{ 'a/camera': LARGE }]);
});
