/**
 * A microphone that hums one pitch, by which one can tell who is heard, and an ear for such pitches.
 * It is put into the page before the product's first line.
 */

/** Which pitch is whose, in Hz: far from each other's overtones. */
export const PITCHES = { Ada: 500, Ben: 820, Cem: 1_340 } as const;

export interface Tones {
  /** How loud each pitch is in all that is played now, 0 to 1. */
  heard(pitches: readonly number[]): Promise<number[]>;
  /** How many videos and sounds arrive now. */
  flowing(): Promise<number>;
}

declare global {
  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiTones: Tones;
}

/**
 * Runs in the page, so it must be whole in itself.
 * @param pitch Null leaves the microphone as it is, and is the ear alone.
 */
export function installTones(pitch: number | null): void {
  const FFT_SIZE = 4_096;
  let context: AudioContext | null = null;
  const analysers = new Map<MediaStreamTrack, AnalyserNode>();
  const played = new Set<HTMLAudioElement>();

  const connections = new Set<RTCPeerConnection>();
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
    }
  };

  /** By stream, how many packets there were. */
  async function packets(): Promise<Map<string, number>> {
    const reports = await Promise.all([...connections].map((each) => each.getStats()));
    const streams = reports
      .flatMap((report) => [...report.values()] as RTCInboundRtpStreamStats[])
      // mediasoup-client keeps one more track for the packets that probe the bandwidth.
      .filter((stats) => stats.type === 'inbound-rtp' && stats.trackIdentifier !== 'probator');
    return new Map(streams.map(({ id, packetsReceived = 0 }) => [id, packetsReceived]));
  }

  const contextOf = () => (context ??= new AudioContext());

  /** Not quite steady, or whatever suppresses noise would take it away. */
  function hum(frequency: number): MediaStreamTrack {
    const audio = contextOf();
    const [tone, swell, depth, volume] = [
      new OscillatorNode(audio, { frequency }),
      new OscillatorNode(audio, { frequency: 3 }),
      new GainNode(audio, { gain: 0.08 }),
      new GainNode(audio, { gain: 0.3 }),
    ];
    const out = audio.createMediaStreamDestination();
    swell.connect(depth).connect(volume.gain);
    tone.connect(volume).connect(out);
    tone.start();
    swell.start();
    return out.stream.getAudioTracks()[0]!;
  }

  if (pitch !== null) {
    const { mediaDevices } = navigator;
    const original = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (options = {}) =>
      options.audio ? new MediaStream([hum(pitch)]) : original(options);
  }

  // oxlint-disable-next-line typescript/unbound-method -- called with its own element, below
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this instanceof HTMLAudioElement) played.add(this);
    return play.call(this);
  };

  function analyserOf(track: MediaStreamTrack): AnalyserNode {
    const known = analysers.get(track);
    if (known) return known;
    const audio = contextOf();
    const analyser = new AnalyserNode(audio, { fftSize: FFT_SIZE, smoothingTimeConstant: 0 });
    audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    analysers.set(track, analyser);
    return analyser;
  }

  globalThis.ottogiTones = {
    async flowing() {
      const before = await packets();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const now = [...(await packets())];
      return now.filter(([id, count]) => count > (before.get(id) ?? 0)).length;
    },

    async heard(pitches) {
      const audio = contextOf();
      const audible = [...played].filter(
        ({ muted, volume, paused }) => !muted && !paused && volume,
      );
      const tracks = audible.flatMap(({ srcObject }) =>
        srcObject instanceof MediaStream ? srcObject.getAudioTracks() : [],
      );
      const live = tracks.map(analyserOf);
      // One more piece of sound than it takes, so that nothing of before is in it.
      await new Promise((resolve) => setTimeout(resolve, (1500 * FFT_SIZE) / audio.sampleRate));
      return pitches.map((each) => {
        const bin = Math.round((each * FFT_SIZE) / audio.sampleRate);
        const levels = live.map((analyser) => {
          const bins = new Float32Array(analyser.frequencyBinCount);
          analyser.getFloatFrequencyData(bins);
          return 10 ** (Math.max(...bins.slice(bin - 2, bin + 3)) / 20);
        });
        return Math.max(0, ...levels);
      });
    },
  };
}
