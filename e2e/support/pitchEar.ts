/** A thread of a page that listens to tracks, and notes moment by moment which pitches are in them. */

export interface Piece {
  /** On the clock of its track, in ms. */
  at: number;
  /** When it was looked at: late on a busy machine, but never early. */
  readAt: number;
  /** In Hz. */
  pitches: number[];
}

/** By the id of the track, in pieces of 10 ms. */
export type Pieces = Map<string, Piece[]>;

export interface ToEar {
  listen?: { id: string; readable: ReadableStream<AudioData>; pitches: readonly number[] };
  /** What was noted until now. */
  forget?: true;
  /** It answers with `Pieces`. */
  tell?: true;
}

/** Runs in the worker, so it must be whole in itself. */
export function installEar(): void {
  /** A hum is several times louder. */
  const AUDIBLE = 0.05;

  const pieces: Pieces = new Map();

  globalThis.addEventListener('message', ({ data }: MessageEvent<ToEar>) => {
    if (data.listen) void listen(data.listen);
    if (data.forget) for (const noted of pieces.values()) noted.length = 0;
    if (data.tell) postMessage(pieces);
  });

  async function listen({ id, readable, pitches }: NonNullable<ToEar['listen']>): Promise<void> {
    const noted: Piece[] = [];
    pieces.set(id, noted);
    const reader = readable.getReader();
    for (;;) {
      const { value: piece } = await reader.read();
      if (!piece) return;
      const readAt = performance.timeOrigin + performance.now();
      const samples = new Float32Array(piece.numberOfFrames);
      piece.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const { timestamp, sampleRate } = piece;
      piece.close();
      const audible = pitches.filter((pitch) => amplitude(samples, pitch / sampleRate) > AUDIBLE);
      noted.push({ at: timestamp / 1000, readAt, pitches: audible });
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
}
