/**
 * What a page hears and sees of the others, moment by moment, and what its browser counts. It is put
 * into the page before the product's first line, takes tracks where they arrive, and only looks.
 */

/** Sums of all that arrives, over all connections that are open (https://www.w3.org/TR/webrtc-stats/). */
export interface Counts {
  atMs: number;
  samples: number;
  /** Made up by the browser, silence apart. */
  samplesConcealed: number;
  voicePackets: number;
  voicePacketsLost: number;
  /** How long a sample of a voice waits before it is played, in all, and how many have waited. */
  jitterBufferMs: number;
  jitterBufferSamples: number;
  framesDecoded: number;
  freezesMs: number;
  bytes: number;
  videoBytes: number;
}

export interface Meter {
  counts(): Promise<Counts>;
  /** For each kind the moments, in ms since 1970, at which something came, from a moment on. */
  heard(fromMs: number): number[];
  seen(fromMs: number): number[];
  /** The present moment of that clock. */
  now(): number;
}

declare global {
  /** https://www.w3.org/TR/mediacapture-transform/, which TypeScript does not know yet. */
  class MediaStreamTrackProcessor<Data> {
    constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
    readonly readable: ReadableStream<Data>;
  }

  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiMeter: Meter;
}

/** Runs in the page, so it must be whole in itself. */
export function installMeter(): void {
  /** The level of a piece of sound in which there is somebody. */
  const AUDIBLE = 0.002;

  const connections = new Set<RTCPeerConnection>();
  const moments = { audio: [] as number[], video: [] as number[] };
  const now = () => performance.timeOrigin + performance.now();

  /** The product plays what it gets, and only so do samples come. They come in pieces of 10 ms. */
  async function listen(track: MediaStreamTrack): Promise<void> {
    const pieces = new MediaStreamTrackProcessor<AudioData>({ track }).readable.getReader();
    // A page that was busy takes several pieces at once, so the clock is that of the pieces.
    let startedAt = Infinity;
    for (;;) {
      const { value: piece } = await pieces.read();
      if (!piece) return;
      const at = piece.timestamp / 1000;
      startedAt = Math.min(startedAt, now() - at);
      if (loudness(piece) > AUDIBLE) moments.audio.push(startedAt + at);
      piece.close();
    }
  }

  function loudness(piece: AudioData): number {
    const samples = new Float32Array(piece.numberOfFrames);
    piece.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
  }

  async function watch(track: MediaStreamTrack): Promise<void> {
    const frames = new MediaStreamTrackProcessor<VideoFrame>({ track }).readable.getReader();
    for (;;) {
      const { value: frame } = await frames.read();
      if (!frame) return;
      moments.video.push(now());
      frame.close();
    }
  }

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
      this.addEventListener('track', ({ track }) => {
        // mediasoup-client keeps one more track for the packets that probe the bandwidth.
        if (track.id === 'probator') return;
        void (track.kind === 'audio' ? listen(track) : watch(track));
      });
    }
  };

  async function inbound(): Promise<RTCInboundRtpStreamStats[]> {
    const live = [...connections].filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(live.map((connection) => connection.getStats()));
    return reports
      .flatMap((report) => [...report.values()] as RTCInboundRtpStreamStats[])
      .filter((stats) => stats.type === 'inbound-rtp' && stats.trackIdentifier !== 'probator');
  }

  globalThis.ottogiMeter = {
    now,
    heard: (fromMs) => moments.audio.filter((at) => at >= fromMs),
    seen: (fromMs) => moments.video.filter((at) => at >= fromMs),
    async counts() {
      const streams = await inbound();
      const sum = (of: (stats: RTCInboundRtpStreamStats) => number | undefined) =>
        streams.reduce((total, stats) => total + (of(stats) ?? 0), 0);
      return {
        atMs: now(),
        samples: sum((stats) => stats.totalSamplesReceived),
        samplesConcealed: sum(
          (stats) => (stats.concealedSamples ?? 0) - (stats.silentConcealedSamples ?? 0),
        ),
        voicePackets: sum((stats) => (stats.kind === 'audio' ? stats.packetsReceived : 0)),
        voicePacketsLost: sum((stats) => (stats.kind === 'audio' ? stats.packetsLost : 0)),
        jitterBufferMs: sum((stats) =>
          stats.kind === 'audio' ? 1000 * (stats.jitterBufferDelay ?? 0) : 0,
        ),
        jitterBufferSamples: sum((stats) =>
          stats.kind === 'audio' ? stats.jitterBufferEmittedCount : 0,
        ),
        framesDecoded: sum((stats) => stats.framesDecoded),
        freezesMs: sum((stats) => 1000 * (stats.totalFreezesDuration ?? 0)),
        bytes: sum((stats) => stats.bytesReceived),
        videoBytes: sum((stats) => (stats.kind === 'video' ? stats.bytesReceived : 0)),
      };
    },
  };
}
