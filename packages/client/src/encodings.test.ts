import { expect, test } from 'vitest';
import { cameraEncodings, layerHeights } from './encodings.ts';
import { fakeTrack } from './testing/fakes.ts';

test.each([
  [1080, [4, 2, 1]],
  [720, [4, 2, 1]],
  [540, [4, 2, 1]],
  [480, [2, 1]],
  [360, [2, 1]],
  [270, [2, 1]],
  [240, [1]],
  [0, [1]],
])('a camera of %i lines is sent at scales %j', (height, scales) => {
  expect(cameraEncodings(height).map((layer) => layer.scaleResolutionDownBy)).toEqual(scales);
});

test('each layer may cost more than the one below, and has three temporal ones', () => {
  const layers = cameraEncodings(720);
  expect(layers.map(({ maxBitrate }) => maxBitrate)).toEqual([120_000, 500_000, 1_700_000]);
  expect(new Set(layers.map(({ scalabilityMode }) => scalabilityMode))).toEqual(new Set(['L1T3']));
});

test('a single layer names no scalability mode, which would cost its first second', () => {
  expect(cameraEncodings(180)).toEqual([{ scaleResolutionDownBy: 1, maxBitrate: 120_000 }]);
});

test.each([
  ['camera', 1080, [270, 540, 1080]],
  ['camera', 480, [240, 480]],
  ['camera', 180, [180]],
  ['screen', 1440, [1440]],
  ['camera', undefined, []],
  ['microphone', undefined, []],
] as const)('a %s of %s lines is announced as %j', (source, height, heights) => {
  const track = fakeTrack();
  track.getSettings = () => (height === undefined ? {} : { height });
  expect(layerHeights(source, track)).toEqual(heights);
});
