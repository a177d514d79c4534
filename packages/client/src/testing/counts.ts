/** What a browser could have counted, for tests of what is concluded from it. */
import type { LayerCounts, PathCounts, ReceivedCounts } from '../readings.ts';

export function receivedCounts(changes: Partial<ReceivedCounts> = {}): ReceivedCounts {
  return {
    atMs: 0,
    kind: 'video',
    codec: 'VP8',
    bytes: 0,
    packets: 0,
    packetsLost: 0,
    resendsAsked: 0,
    jitterMs: 1,
    width: 640,
    height: 360,
    framesPerSecond: 30,
    framesReceived: 0,
    framesDecoded: 0,
    freezesMs: 0,
    samples: 0,
    samplesConcealed: 0,
    ...changes,
  };
}

export function layerCounts(changes: Partial<LayerCounts> = {}): LayerCounts {
  return {
    atMs: 0,
    rid: 'r0',
    active: true,
    bytes: 0,
    packets: 0,
    packetsLost: 0,
    roundTripMs: 20,
    width: 320,
    height: 180,
    framesPerSecond: 30,
    limitation: 'none',
    ...changes,
  };
}

export function pathCounts(changes: Partial<PathCounts> = {}): PathCounts {
  return {
    atMs: 0,
    bytes: 0,
    roundTripMs: 20,
    availableBitrate: 1_000_000,
    protocol: 'udp',
    relayed: false,
    ...changes,
  };
}
