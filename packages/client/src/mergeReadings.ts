import type { PathCounts, Reading } from './readings.ts';

const NOTHING: Reading = { received: new Map(), sent: new Map(), uplink: null, downlink: null };

/** What was counted on several ways, as if it had been one. */
export function mergeReadings(readings: readonly Reading[]): Reading {
  return readings.reduce(
    (sum, reading) => ({
      received: new Map([...sum.received, ...reading.received]),
      // The same picture to everybody: how it fares on the first way stands for all.
      sent: new Map([...reading.sent, ...sum.sent]),
      uplink: mergePaths(sum.uplink, reading.uplink),
      downlink: mergePaths(sum.downlink, reading.downlink),
    }),
    NOTHING,
  );
}

/** Sizes add up; of all else the worse counts. */
function mergePaths(one: PathCounts | null, other: PathCounts | null): PathCounts | null {
  if (!one || !other) return one ?? other;
  return {
    atMs: Math.max(one.atMs, other.atMs),
    bytes: one.bytes + other.bytes,
    roundTripMs: worst(Math.max, one.roundTripMs, other.roundTripMs),
    availableBitrate: worst(Math.min, one.availableBitrate, other.availableBitrate),
    protocol: one.protocol === 'tcp' ? 'tcp' : other.protocol,
    relayed: one.relayed || other.relayed,
  };
}

function worst(
  of: (a: number, b: number) => number,
  one: number | null,
  other: number | null,
): number | null {
  return one === null || other === null ? (one ?? other) : of(one, other);
}
