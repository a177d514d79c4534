/**
 * What a test wants to know of a page and the product does not tell: decoded frames, pixels, sound
 * energy, captured tracks. It is put into the page before the product's first line, and only looks.
 */

/** One `<video>` that shows somebody's picture. */
export interface Picture {
  peerId: string;
  name: string;
  source: string;
  frames: number;
  /** Mean red, green and blue, 0 to 255. */
  colour: [number, number, number];
  /** Standard deviation of the brightness: 0 is one even colour. */
  contrast: number;
}

/** Somebody's voice, or the sound of a screen, that comes here. */
export interface Sound {
  peerId: string;
  source: string;
  /** How loud a person would hear it: 0 is not at all, 1 as loud as it comes, 2 twice that. */
  volume: number;
  /** `totalAudioEnergy` of https://www.w3.org/TR/webrtc-stats/: grows with what comes, played or not. */
  energy: number;
  /** The highest sample of the last moment where Web Audio plays it; null where an element does. */
  peak: number | null;
}

export interface CapturedTrack {
  source: 'microphone' | 'camera' | 'screen' | 'screenAudio';
  state: MediaStreamTrackState;
  /** What it was asked for, and what it is. */
  constraints: MediaTrackConstraints;
  settings: MediaTrackSettings;
  /** What a picture is sent for: sharp (`detail`, `text`) or smooth (`motion`). */
  hint: string;
}

export interface Probe {
  pictures(): Promise<Picture[]>;
  sounds(): Promise<Sound[]>;
  /** Samples of all voices together that were made up, since none came in time. */
  concealedSamples(): Promise<number>;
  /** The ids of tracks over which packets have come, whether or not the page shows them. */
  received(): Promise<string[]>;
  captured(): CapturedTrack[];
  /** What the browser does when a person presses its own "Stop sharing". */
  endCapture(source: CapturedTrack['source']): void;
}

declare global {
  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiProbe: Probe;
}

/** Runs in the page, so it must be whole in itself. */
export function installProbe(): void {
  const connections = new Set<RTCPeerConnection>();
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
    }
  };

  // What plays voices stands in no document.
  const elements = new Set<HTMLAudioElement>();
  globalThis.Audio = class extends Audio {
    constructor(source?: string) {
      super(source);
      elements.add(this);
    }
  };

  const amplifiers = new Map<string, { gain: GainNode; analyser: AnalyserNode }>();
  // oxlint-disable-next-line typescript/unbound-method -- called with its own node, below
  const connect = AudioNode.prototype.connect as (...to: unknown[]) => AudioNode;
  AudioNode.prototype.connect = function watched(this: AudioNode, ...to: unknown[]) {
    const [gain] = to;
    if (this instanceof MediaStreamAudioSourceNode && gain instanceof GainNode) {
      const [track] = this.mediaStream.getTracks();
      const analyser = gain.context.createAnalyser();
      connect.call(gain, analyser);
      if (track) amplifiers.set(track.id, { gain, analyser });
    }
    return connect.apply(this, to);
  };

  const tracks: { source: CapturedTrack['source']; track: MediaStreamTrack }[] = [];
  function remember(method: 'getUserMedia' | 'getDisplayMedia', video: 'camera' | 'screen') {
    const audio = video === 'camera' ? 'microphone' : 'screenAudio';
    // Missing where the context is not secure.
    const devices = (navigator as Partial<Navigator>).mediaDevices;
    const original = devices?.[method].bind(devices);
    if (!devices || !original) return;
    devices[method] = async (options) => {
      const stream = await original(options);
      for (const track of stream.getTracks()) {
        tracks.push({ source: track.kind === 'video' ? video : audio, track });
      }
      return stream;
    };
  }
  remember('getUserMedia', 'camera');
  remember('getDisplayMedia', 'screen');

  interface Inbound {
    type: string;
    kind: string;
    trackIdentifier: string;
    packetsReceived: number;
    framesDecoded?: number;
    totalAudioEnergy?: number;
    concealedSamples?: number;
    silentConcealedSamples?: number;
  }

  async function inboundByTrack(): Promise<Map<string, Inbound>> {
    const live = [...connections].filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(live.map((connection) => connection.getStats()));
    const inbound = reports
      .flatMap((report) => [...report.values()] as Inbound[])
      .filter(({ type }) => type === 'inbound-rtp');
    return new Map(inbound.map((stats) => [stats.trackIdentifier, stats]));
  }

  function trackOf(element: HTMLMediaElement): MediaStreamTrack | undefined {
    return element.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0] : undefined;
  }

  /** An element plays it, or the amplifier does; without a playing element neither has any sound. */
  function loudness(element: HTMLAudioElement, trackId: string): Pick<Sound, 'volume' | 'peak'> {
    const amplifier = amplifiers.get(trackId);
    if (element.paused) return { volume: 0, peak: null };
    if (!element.muted) return { volume: element.volume, peak: null };
    if (amplifier?.gain.context.state !== 'running') return { volume: 0, peak: null };
    const samples = new Float32Array(amplifier.analyser.fftSize);
    amplifier.analyser.getFloatTimeDomainData(samples);
    return { volume: amplifier.gain.gain.value, peak: Math.max(...samples.map(Math.abs)) };
  }

  /** Firefox counts the frames of a camera of one's own nowhere, so they are counted from the first look on. */
  const counted = new WeakMap<HTMLVideoElement, number>();
  function countedFrames(video: HTMLVideoElement): number {
    if (!counted.has(video)) {
      const count = () => {
        counted.set(video, (counted.get(video) ?? -1) + 1);
        video.requestVideoFrameCallback(count);
      };
      count();
    }
    return counted.get(video) ?? 0;
  }

  const canvas = new OffscreenCanvas(32, 18);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;

  function pixels(video: HTMLVideoElement): Pick<Picture, 'colour' | 'contrast'> {
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
    }
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const count = data.length / 4;
    const sums: [number, number, number] = [0, 0, 0];
    let squares = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      sums[0] += red;
      sums[1] += green;
      sums[2] += blue;
      squares += ((red + green + blue) / 3) ** 2;
    }
    const colour: Picture['colour'] = [sums[0] / count, sums[1] / count, sums[2] / count];
    const mean = (colour[0] + colour[1] + colour[2]) / 3;
    return { colour, contrast: Math.sqrt(Math.max(0, squares / count - mean ** 2)) };
  }

  globalThis.ottogiProbe = {
    async pictures() {
      const inbound = await inboundByTrack();
      return [...document.querySelectorAll<HTMLVideoElement>('video[data-peer-id]')].map(
        (video) => ({
          peerId: video.dataset.peerId ?? '',
          name: video.dataset.peerName ?? '',
          source: video.dataset.source ?? '',
          // Firefox does not count a live stream's frames here: the others' are in getStats alone.
          frames:
            video.getVideoPlaybackQuality().totalVideoFrames ||
            (inbound.get(trackOf(video)?.id ?? '')?.framesDecoded ?? countedFrames(video)),
          ...pixels(video),
        }),
      );
    },

    async sounds() {
      const inbound = await inboundByTrack();
      return [...elements].flatMap((element) => {
        const track = trackOf(element);
        const { peerId, source = '' } = element.dataset;
        // One that played somebody who is gone has no track any more.
        if (!track || peerId === undefined) return [];
        const energy = inbound.get(track.id)?.totalAudioEnergy ?? 0;
        return [{ peerId, source, energy, ...loudness(element, track.id) }];
      });
    },

    async concealedSamples() {
      return [...(await inboundByTrack()).values()].reduce(
        (sum, { concealedSamples = 0, silentConcealedSamples = 0 }) =>
          sum + concealedSamples - silentConcealedSamples,
        0,
      );
    },

    async received() {
      return (
        [...(await inboundByTrack())]
          // mediasoup-client keeps one more track for the packets that probe the bandwidth.
          .filter(([trackId, { packetsReceived }]) => packetsReceived > 0 && trackId !== 'probator')
          .map(([trackId]) => trackId)
      );
    },

    captured: () =>
      tracks.map(({ source, track }) => ({
        source,
        state: track.readyState,
        constraints: track.getConstraints(),
        settings: track.getSettings(),
        hint: track.contentHint,
      })),

    endCapture(source) {
      for (const { track } of tracks.filter((captured) => captured.source === source)) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    },
  };
}
