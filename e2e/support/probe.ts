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

/** One `<audio>` that plays somebody's voice, or the sound of a screen. */
export interface Sound {
  peerId: string;
  source: string;
  /** Whether a person would hear it: the element plays, and is not silenced. */
  playing: boolean;
  /** `totalAudioEnergy` of https://www.w3.org/TR/webrtc-stats/: grows with what is heard. */
  energy: number;
}

export interface CapturedTrack {
  source: 'microphone' | 'camera' | 'screen' | 'screenAudio';
  state: MediaStreamTrackState;
}

export interface Probe {
  pictures(): Promise<Picture[]>;
  sounds(): Promise<Sound[]>;
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
      return [...document.querySelectorAll<HTMLAudioElement>('audio[data-peer-id]')].map(
        (audio) => ({
          peerId: audio.dataset.peerId ?? '',
          source: audio.dataset.source ?? '',
          playing: !audio.paused && !audio.muted && audio.volume > 0,
          energy: inbound.get(trackOf(audio)?.id ?? '')?.totalAudioEnergy ?? 0,
        }),
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

    captured: () => tracks.map(({ source, track }) => ({ source, state: track.readyState })),

    endCapture(source) {
      for (const { track } of tracks.filter((captured) => captured.source === source)) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    },
  };
}
