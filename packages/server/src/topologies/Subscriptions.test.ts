import { expect, test } from 'vitest';
import { Subscriptions } from './Subscriptions.ts';

const view = { videos: 2, voices: 1, spatialLayer: null };

test('the view holds so many cameras and voices, and every screen', () => {
  const subscriptions = new Subscriptions(view);
  expect(subscriptions.wants('a', 'camera', 1)).toBe(true);
  expect(subscriptions.wants('a', 'camera', 2)).toBe(false);
  expect(subscriptions.wants('a', 'microphone', 1)).toBe(false);
  expect(subscriptions.wants('a', 'screen', 50)).toBe(true);
  expect(subscriptions.wants('a', 'screenAudio', 50)).toBe(true);
});

test('a wish goes before the view, both ways, until the peer is gone', () => {
  const subscriptions = new Subscriptions(view);
  subscriptions.ask('a', 'camera');
  subscriptions.decline('b', 'camera');
  expect(subscriptions.wants('a', 'camera', 2)).toBe(true);
  expect(subscriptions.wants('b', 'camera', 0)).toBe(false);
  expect(subscriptions.wants('b', 'microphone', 0)).toBe(true);

  subscriptions.ask('b', 'camera');
  expect(subscriptions.wants('b', 'camera', 2)).toBe(true);

  subscriptions.forget('a');
  expect(subscriptions.wants('a', 'camera', 2)).toBe(false);
});
