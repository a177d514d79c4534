import { expect, test } from 'vitest';
import { mergeReadings } from './mergeReadings.ts';
import type { PathCounts, Reading } from './readings.ts';

const path: PathCounts = {
  atMs: 1,
  bytes: 100,
  roundTripMs: 10,
  availableBitrate: 1_000_000,
  protocol: 'udp',
  relayed: false,
};
const nothing: Reading = { received: new Map(), sent: new Map(), uplink: null, downlink: null };

test('what goes over several ways adds up, and the worse of them counts', () => {
  const other = { ...path, bytes: 50, roundTripMs: 40, availableBitrate: 300_000, relayed: true };
  const merged = mergeReadings([
    { ...nothing, uplink: path },
    { ...nothing, uplink: other, downlink: path },
  ]);
  expect(merged.uplink).toEqual({
    atMs: 1,
    bytes: 150,
    roundTripMs: 40,
    availableBitrate: 300_000,
    protocol: 'udp',
    relayed: true,
  });
  expect(merged.downlink).toEqual(path);
});

test('what one way does not say is what the other says', () => {
  const silent = { ...path, roundTripMs: null, protocol: 'tcp' as const };
  const { uplink } = mergeReadings([
    { ...nothing, uplink: silent },
    { ...nothing, uplink: path },
  ]);
  expect(uplink).toMatchObject({ roundTripMs: 10, protocol: 'tcp' });
});

test('nothing makes nothing', () => expect(mergeReadings([])).toEqual(nothing));
