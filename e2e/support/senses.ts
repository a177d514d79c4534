/**
 * What somebody at a page hears and sees, moment by moment: by pitch what is played (`tones.ts`), by
 * publication what is on the page. It is put into the page before the product's first line.
 */

export interface Gaps {
  /** By pitch in Hz, in ms. */
  sounds: Record<number, number>;
  /** By `<peerId> <source>`, in ms; for each it counts as seen too while the mix shows something new. */
  pictures: Record<string, number>;
}

export interface Senses {
  /** From now on it is noted what is heard and seen; what went before is forgotten. */
  begin(): void;
  /** The longest times since then without a sound of each pitch, and without a new picture of each. */
  gaps(pitches: readonly number[], pictures: readonly string[]): Gaps;
  /** The publications of others that are on the page now, as `gaps` names them. */
  shown(): string[];
}

declare global {
  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiSenses: Senses;
}

/** Runs in the page, so it must be whole in itself. @param pitches What to listen for, in Hz. */
export function installSenses(pitches: readonly number[]): void {
  /** A hum is several times louder. */
  const AUDIBLE = 0.05;
  /** A second of them. */
  const CLOCK_PIECES = 100;

  const elements = new Set<HTMLAudioElement>();
  const amplified = new Map<MediaStreamTrack, GainNode>();
  const heard = new Map<number, number[]>(pitches.map((pitch) => [pitch, []]));
  const seen = new Map<string, number[]>();
  const listened = new WeakSet<MediaStreamTrack>();
  const watched = new WeakSet<HTMLVideoElement>();
  let beganAt = performance.now();

  // What plays voices stands in no document.
  globalThis.Audio = class extends Audio {
    constructor(source?: string) {
      super(source);
      elements.add(this);
    }
  };

  // oxlint-disable-next-line typescript/unbound-method -- called with its own node, below
  const connect = AudioNode.prototype.connect as (...to: unknown[]) => AudioNode;
  AudioNode.prototype.connect = function noted(this: AudioNode, ...to: unknown[]) {
    const [gain] = to;
    if (this instanceof MediaStreamAudioSourceNode && gain instanceof GainNode) {
      for (const track of this.mediaStream.getTracks()) amplified.set(track, gain);
    }
    return connect.apply(this, to);
  };

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        // mediasoup-client keeps one more track for the packets that probe the bandwidth.
        if (track.kind === 'audio' && track.id !== 'probator') void listen(track);
      });
    }
  };

  /** Whether an element plays it, or the amplifier does. */
  function isPlayed(track: MediaStreamTrack): boolean {
    const playing = [...elements].filter(
      ({ srcObject, paused }) =>
        !paused && srcObject instanceof MediaStream && srcObject.getTracks().includes(track),
    );
    const gain = amplified.get(track);
    const loud = gain?.context.state === 'running' && gain.gain.value > 0;
    return playing.some(({ muted, volume }) => loud || (!muted && volume > 0));
  }

  /** Notes each piece of 10 ms in which there is a pitch, as far as it is played. */
  async function listen(track: MediaStreamTrack): Promise<void> {
    if (listened.has(track)) return;
    listened.add(track);
    // A page that was busy takes several pieces at once; as many as these are kept for it.
    const processor = new MediaStreamTrackProcessor<AudioData>({ track, maxBufferSize: 200 });
    const pieces = processor.readable.getReader();
    // So the clock is that of the pieces, set anew all the time: one that is late loses some of them.
    const offsets: number[] = [];
    for (;;) {
      const { value: piece } = await pieces.read();
      if (!piece) return;
      const at = piece.timestamp / 1000;
      if (offsets.push(performance.now() - at) > CLOCK_PIECES) offsets.shift();
      const heardAt = at + Math.min(...offsets);
      const samples = new Float32Array(piece.numberOfFrames);
      piece.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const rate = piece.sampleRate;
      piece.close();
      if (!isPlayed(track)) continue;
      for (const [pitch, moments] of heard) {
        if (amplitude(samples, pitch / rate) > AUDIBLE) moments.push(heardAt);
      }
    }
  }

  /**
   * Of one frequency, in cycles a sample (https://en.wikipedia.org/wiki/Goertzel_algorithm). What
   * fades in and out within its piece (Hann) leaves nothing in the places of the others.
   */
  function amplitude(samples: Float32Array, frequency: number): number {
    const coefficient = 2 * Math.cos(2 * Math.PI * frequency);
    const fade = fadeOf(samples.length);
    let last = 0;
    let previous = 0;
    for (let at = 0; at < samples.length; at += 1) {
      const next = samples[at]! * fade[at]! + coefficient * last - previous;
      previous = last;
      last = next;
    }
    const power = last ** 2 + previous ** 2 - coefficient * last * previous;
    return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
  }

  const fades = new Map<number, Float32Array>();
  function fadeOf(length: number): Float32Array {
    const known = fades.get(length);
    if (known) return known;
    const fade = Float32Array.from(
      { length },
      (_, at) => 1 - Math.cos((2 * Math.PI * at) / length),
    );
    fades.set(length, fade);
    return fade;
  }

  /** What a video shows; null for one's own picture, and for what shows nothing yet. */
  function subjectOf(video: HTMLVideoElement): string | null {
    const { source, peerId, shown } = video.dataset;
    if (shown !== 'true') return null;
    if (source === 'mix') return 'mix';
    if (peerId === undefined || video.closest('[data-own=true]')) return null;
    return `${peerId} ${source}`;
  }

  function watch(video: HTMLVideoElement): void {
    if (watched.has(video)) return;
    watched.add(video);
    const note = () => {
      const subject = video.isConnected ? subjectOf(video) : null;
      if (subject !== null) momentsOf(subject).push(performance.now());
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }

  function momentsOf(subject: string): number[] {
    const moments = seen.get(subject) ?? [];
    seen.set(subject, moments);
    return moments;
  }

  const videos = () => [...document.querySelectorAll('video')];
  /** What was drawn already is seen from the moment on at which it is shown. */
  function appeared({ target }: MutationRecord): void {
    const subject = target instanceof HTMLVideoElement ? subjectOf(target) : null;
    if (subject !== null) momentsOf(subject).push(performance.now());
  }

  new MutationObserver((changes) => {
    videos().forEach(watch);
    changes.filter(({ type }) => type === 'attributes').forEach(appeared);
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['data-shown'] });

  function longest(moments: readonly number[]): number {
    const all = [beganAt, ...moments, performance.now()].toSorted((a, b) => a - b);
    return Math.max(...all.map((at, index) => at - (all[index - 1] ?? at)));
  }

  globalThis.ottogiSenses = {
    begin() {
      beganAt = performance.now();
      for (const moments of [...heard.values(), ...seen.values()]) moments.length = 0;
    },
    gaps: (wanted, pictures) => ({
      sounds: Object.fromEntries(
        wanted.map((pitch) => [pitch, longest(heard.get(pitch) ?? [])] as const),
      ),
      pictures: Object.fromEntries(
        pictures.map((key) => [key, longest([...momentsOf(key), ...momentsOf('mix')])] as const),
      ),
    }),
    shown: () => [...new Set(videos().map(subjectOf))].filter((key) => key !== null),
  };
}
