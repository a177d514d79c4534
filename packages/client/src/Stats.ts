import type { Kind, Source } from '@ottogi/protocol';
import { lossOf, rate, type Pair } from './growth.ts';
import type {
  LayerCounts,
  Limitation,
  PathCounts,
  Reading,
  ReceivedCounts,
  SentCounts,
} from './readings.ts';
import type { TrackKey } from './state.ts';

/**
 * Bitrates are in bits per second and losses between 0 and 1, both over the time since the last look;
 * so they are null at the first one. Whatever else the browser does not say is null too.
 */
export interface CallStats {
  uplink: PathStats | null;
  downlink: PathStats | null;
  /** What arrives. */
  tracks: ReadonlyMap<TrackKey, TrackStats>;
  /** What is sent. */
  local: ReadonlyMap<Source, LocalStats>;
}

/** One direction of the way to the server; null while there is no way. */
export interface PathStats {
  bitrate: number | null;
  packetLoss: number | null;
  roundTripMs: number | null;
  /** What the browser thinks that it may send. */
  availableBitrate: number | null;
  protocol: 'udp' | 'tcp' | null;
  /** By way of a TURN server. */
  relayed: boolean;
}

export interface TrackStats {
  kind: Kind;
  /** Such as `VP8`. */
  codec: string | null;
  width: number | null;
  height: number | null;
  framesPerSecond: number | null;
  bitrate: number | null;
  packetLoss: number | null;
  jitterMs: number | null;
  /** Which of the publication's spatial layers this seems to be, 0 being the smallest. */
  layer: number | null;
}

export interface LocalStats {
  kind: Kind;
  codec: string | null;
  bitrate: number | null;
  packetLoss: number | null;
  /** The smallest first. One that nobody watches is not active. */
  layers: readonly LayerStats[];
  /** Why the browser sends less than it was asked to. Firefox does not say. */
  limitation: Limitation | null;
}

export interface LayerStats {
  active: boolean;
  width: number | null;
  height: number | null;
  framesPerSecond: number | null;
  bitrate: number | null;
}

/** Lines of each spatial layer of a publication, as it was announced. */
type LayerHeights = (key: TrackKey) => readonly number[];

/** Figures for people who want to know. Rates are those since the last look. */
export class Stats {
  #last: Reading | null = null;

  look(reading: Reading, layerHeights: LayerHeights): CallStats {
    const stats = callStats(this.#last, reading, layerHeights);
    this.#last = reading;
    return stats;
  }
}

/** Pure: what happened from one reading to the next. */
export function callStats(
  before: Reading | null,
  now: Reading,
  layerHeights: LayerHeights,
): CallStats {
  const received = paired(before?.received, now.received);
  const sent = paired(before?.sent, now.sent);
  const tracks = mapValues(received, (pair, key) => trackStats(pair, layerHeights(key)));
  return {
    uplink: pathStats(before?.uplink, now.uplink, lossOf([...sent.values()].flatMap(layerPairs))),
    downlink: pathStats(before?.downlink, now.downlink, lossOf([...received.values()])),
    tracks,
    local: mapValues(sent, localStats),
  };
}

function pathStats(
  before: PathCounts | null | undefined,
  now: PathCounts | null,
  packetLoss: number | null,
): PathStats | null {
  if (!now) return null;
  const { roundTripMs, availableBitrate, protocol, relayed } = now;
  const bitrate = rate(before ?? undefined, now);
  return { bitrate, packetLoss, roundTripMs, availableBitrate, protocol, relayed };
}

function trackStats(pair: Pair<ReceivedCounts>, heights: readonly number[]): TrackStats {
  const { kind, codec, width, height, framesPerSecond, jitterMs } = pair[1];
  return {
    kind,
    codec,
    width,
    height,
    framesPerSecond,
    bitrate: rate(...pair),
    packetLoss: lossOf([pair]),
    jitterMs,
    layer: nearestLayer(heights, height),
  };
}

function localStats(pair: Pair<SentCounts>): LocalStats {
  const pairs = layerPairs(pair);
  const layers = pairs.map((layerPair): LayerStats => {
    const { active, width, height, framesPerSecond } = layerPair[1];
    return { active, width, height, framesPerSecond, bitrate: rate(...layerPair) };
  });
  const bitrates = layers.map(({ bitrate }) => bitrate).filter((bitrate) => bitrate !== null);
  const [, now] = pair;
  return {
    kind: now.kind,
    codec: now.codec,
    bitrate: bitrates.length > 0 ? bitrates.reduce((sum, bitrate) => sum + bitrate) : null,
    packetLoss: lossOf(pairs),
    layers,
    limitation: now.layers.findLast(({ active }) => active)?.limitation ?? null,
  };
}

function layerPairs([before, now]: Pair<SentCounts>): Pair<LayerCounts>[] {
  return now.layers.map((layer) => [before?.layers.find(({ rid }) => rid === layer.rid), layer]);
}

/** Which layer is being received, going by its lines. */
function nearestLayer(heights: readonly number[], height: number | null): number | null {
  if (height === null || heights.length === 0) return null;
  const distances = heights.map((lines) => Math.abs(lines - height));
  return distances.indexOf(Math.min(...distances));
}

function paired<K, V>(before: ReadonlyMap<K, V> | undefined, now: ReadonlyMap<K, V>) {
  return mapValues(now, (value, key): Pair<V> => [before?.get(key), value]);
}

function mapValues<K, V, W>(map: ReadonlyMap<K, V>, change: (value: V, key: K) => W): Map<K, W> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}
