/**
 * What the browser has counted of a call, from its two stats reports
 * (https://www.w3.org/TR/webrtc-stats/). Browsers leave out different fields: what one does not say is
 * null here, and never a guess.
 */
import type { Kind, Source } from '@ottogi/protocol';
import type { TrackKey } from './state.ts';

/** Counted from the beginning of the stream on; sizes in bytes, durations in ms. */
export interface ReceivedCounts {
  atMs: number;
  kind: Kind;
  codec: string | null;
  bytes: number;
  packets: number;
  /** Never came, not even when asked for again. */
  packetsLost: number;
  /** How often the sender was asked to send something again. */
  resendsAsked: number;
  jitterMs: number | null;
  width: number | null;
  height: number | null;
  framesPerSecond: number | null;
  framesReceived: number;
  framesDecoded: number;
  freezesMs: number;
  /** Sound: how much was played, and how much of it had to be made up, silence apart. */
  samples: number;
  samplesConcealed: number;
}

export type Limitation = 'none' | 'cpu' | 'bandwidth' | 'other';

/** One encoding of what is sent. */
export interface LayerCounts {
  atMs: number;
  rid: string | null;
  active: boolean;
  bytes: number;
  /** Sent, and not lost as far as anybody knows. */
  packets: number;
  /** As the server reports it. */
  packetsLost: number;
  roundTripMs: number | null;
  width: number | null;
  height: number | null;
  framesPerSecond: number | null;
  limitation: Limitation | null;
}

export interface SentCounts {
  kind: Kind;
  codec: string | null;
  /** The smallest first. */
  layers: readonly LayerCounts[];
}

/** The way between the browser and the server that ICE chose, in one direction. */
export interface PathCounts {
  atMs: number;
  bytes: number;
  roundTripMs: number | null;
  /** What the browser thinks that it may send, in bits per second. */
  availableBitrate: number | null;
  /** Between the browser and the server, or the TURN server. */
  protocol: 'udp' | 'tcp' | null;
  relayed: boolean;
}

export interface Reading {
  received: ReadonlyMap<TrackKey, ReceivedCounts>;
  sent: ReadonlyMap<Source, SentCounts>;
  /** Null while there is no way, or nothing to carry. */
  uplink: PathCounts | null;
  downlink: PathCounts | null;
}

export interface Reports {
  sent: RTCStatsReport;
  received: RTCStatsReport;
  /** By `mid`. */
  sources: ReadonlyMap<string, Source>;
  keys: ReadonlyMap<string, TrackKey>;
}

export function readReports({ sent, received, sources, keys }: Reports): Reading {
  return {
    received: readReceived(received, keys),
    sent: readSent(sent, sources),
    uplink: readPath(sent, 'bytesSent'),
    downlink: readPath(received, 'bytesReceived'),
  };
}

/** Of the pair that carries media: at best the round trip of the last connectivity check, in ms. */
export function roundTripOf(report: RTCStatsReport): number | null {
  return readPath(report, 'bytesSent')?.roundTripMs ?? null;
}

/**
 * Names the path that ICE chose, and changes with every answer to a connectivity check on it; null
 * where the browser does not count them.
 */
export function answersOf(report: RTCStatsReport): string | null {
  const pair = selectedPair(report);
  if (!pair) return '';
  return pair.responsesReceived === undefined ? null : `${pair.id} ${pair.responsesReceived}`;
}

/** Whether the pair that carries media goes over a TURN server. */
export function isRelayed(report: RTCStatsReport): boolean {
  return readPath(report, 'bytesSent')?.relayed ?? false;
}

/** Of what is sent, linear from 0 to 1; null where the browser does not say. */
export function audioLevelOf(report: RTCStatsReport): number | null {
  const [source] = ofType<RTCStats & { audioLevel?: number }>(report, 'media-source');
  return finite(source?.audioLevel);
}

/** What was decoded of this receiver so far: frames, or samples of sound. */
export async function decodedBy(receiver: RTCRtpReceiver): Promise<number> {
  const [stream] = ofType<RTCInboundRtpStreamStats>(await receiver.getStats(), 'inbound-rtp');
  if (!stream) return 0;
  if (stream.kind === 'video') return stream.framesDecoded ?? 0;
  return stream.jitterBufferEmittedCount ?? stream.packetsReceived ?? 0;
}

/** Everything that ever came, by whatever path: of what is sent, what the server reports about it. */
export function receivedBytes(report: RTCStatsReport): number {
  const pairs = ofType<RTCIceCandidatePairStats>(report, 'candidate-pair');
  return pairs.reduce((sum, { bytesReceived = 0 }) => sum + bytesReceived, 0);
}

function readReceived(report: RTCStatsReport, keys: Reports['keys']) {
  const counts = new Map<TrackKey, ReceivedCounts>();
  for (const stream of ofType<RTCInboundRtpStreamStats>(report, 'inbound-rtp')) {
    const key = keys.get(stream.mid ?? '');
    if (key) counts.set(key, receivedCounts(report, stream));
  }
  return counts;
}

function receivedCounts(report: RTCStatsReport, stream: RTCInboundRtpStreamStats): ReceivedCounts {
  const silent = stream.silentConcealedSamples ?? 0;
  return {
    atMs: stream.timestamp,
    kind: stream.kind as Kind,
    codec: codecOf(report, stream),
    bytes: stream.bytesReceived ?? 0,
    packets: stream.packetsReceived ?? 0,
    packetsLost: stream.packetsLost ?? 0,
    resendsAsked: stream.nackCount ?? 0,
    jitterMs: toMs(stream.jitter),
    width: stream.frameWidth || null,
    height: stream.frameHeight || null,
    framesPerSecond: finite(stream.framesPerSecond),
    framesReceived: stream.framesReceived ?? 0,
    framesDecoded: stream.framesDecoded ?? 0,
    freezesMs: toMs(stream.totalFreezesDuration) ?? 0,
    samples: stream.totalSamplesReceived ?? 0,
    samplesConcealed: Math.max(0, (stream.concealedSamples ?? 0) - silent),
  };
}

function readSent(report: RTCStatsReport, sources: Reports['sources']) {
  const remote = new Map(
    ofType<RTCReceivedRtpStreamStats & { roundTripTime?: number }>(
      report,
      'remote-inbound-rtp',
    ).map((stream) => [stream.ssrc, stream]),
  );
  const counts = new Map<Source, SentCounts>();
  for (const stream of ofType<RTCOutboundRtpStreamStats>(report, 'outbound-rtp')) {
    const source = sources.get(stream.mid ?? '');
    if (!source) continue;
    const seen = remote.get(stream.ssrc);
    const layer = layerCounts(stream, seen?.packetsLost ?? 0, toMs(seen?.roundTripTime));
    const former = counts.get(source);
    counts.set(source, {
      kind: stream.kind as Kind,
      codec: former?.codec ?? codecOf(report, stream),
      layers: [...(former?.layers ?? []), layer].sort(byRid),
    });
  }
  return counts;
}

function layerCounts(
  stream: RTCOutboundRtpStreamStats,
  packetsLost: number,
  roundTripMs: number | null,
): LayerCounts {
  return {
    atMs: stream.timestamp,
    rid: stream.rid ?? null,
    // Firefox does not say, but a picture that is not sent has no lines there.
    active: stream.active ?? stream.frameHeight !== 0,
    bytes: stream.bytesSent ?? 0,
    packets: Math.max(0, (stream.packetsSent ?? 0) - packetsLost),
    packetsLost,
    roundTripMs,
    width: stream.frameWidth || null,
    height: stream.frameHeight || null,
    framesPerSecond: finite(stream.framesPerSecond),
    limitation: stream.qualityLimitationReason ?? null,
  };
}

function readPath(report: RTCStatsReport, bytes: 'bytesSent' | 'bytesReceived'): PathCounts | null {
  const pair = selectedPair(report);
  if (!pair) return null;
  const local = report.get(pair.localCandidateId) as
    | { protocol?: string; candidateType?: string; relayProtocol?: string }
    | undefined;
  const relayed = local?.candidateType === 'relay';
  const protocol = (relayed && local?.relayProtocol) || local?.protocol;
  return {
    atMs: pair.timestamp,
    bytes: pair[bytes] ?? 0,
    roundTripMs: toMs(pair.currentRoundTripTime) ?? meanRoundTripMs(pair),
    availableBitrate: finite(pair.availableOutgoingBitrate),
    protocol: protocol === undefined ? null : protocol === 'udp' ? 'udp' : 'tcp',
    relayed,
  };
}

/** The transport names it, except in older Firefoxes, which mark the pair itself. */
function selectedPair(report: RTCStatsReport): RTCIceCandidatePairStats | undefined {
  const [transport] = ofType<RTCTransportStats>(report, 'transport');
  const named = report.get(transport?.selectedCandidatePairId ?? '') as
    | RTCIceCandidatePairStats
    | undefined;
  const pairs = ofType<RTCIceCandidatePairStats & { selected?: boolean }>(report, 'candidate-pair');
  return (
    named ??
    pairs.find(({ selected }) => selected) ??
    pairs.find(({ nominated, state }) => nominated && state === 'succeeded')
  );
}

function meanRoundTripMs(pair: RTCIceCandidatePairStats): number | null {
  const { totalRoundTripTime, responsesReceived } = pair;
  if (!totalRoundTripTime || !responsesReceived) return null;
  return (1000 * totalRoundTripTime) / responsesReceived;
}

/** Such as `VP8`; null before the first packet. */
function codecOf(report: RTCStatsReport, { codecId = '' }: RTCRtpStreamStats): string | null {
  const codec = report.get(codecId) as { mimeType?: string } | undefined;
  return codec?.mimeType?.split('/')[1] ?? null;
}

function ofType<T extends RTCStats>(report: RTCStatsReport, type: RTCStatsType): T[] {
  const entries: T[] = [];
  report.forEach((entry: RTCStats) => {
    if (entry.type === type) entries.push(entry as T);
  });
  return entries;
}

function byRid({ rid: a }: LayerCounts, { rid: b }: LayerCounts): number {
  return (a ?? '').localeCompare(b ?? '');
}

function toMs(seconds: number | undefined): number | null {
  const value = finite(seconds);
  return value === null ? null : value * 1000;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
