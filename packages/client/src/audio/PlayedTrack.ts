import type { Amplified, Amplifier } from './Amplifier.ts';

/**
 * One track that is heard. Up to its own loudness it is played by an audio element, beyond that by
 * the amplifier. For why, see docs/decisions: echo cancellation.
 */
export class PlayedTrack {
  readonly #track: MediaStreamTrack;
  readonly #amplifier: Amplifier;
  readonly #element = new Audio();
  #amplified: Amplified | null = null;
  #volume = 1;

  constructor(track: MediaStreamTrack, amplifier: Amplifier) {
    this.#track = track;
    this.#amplifier = amplifier;
    this.#element.srcObject = new MediaStream([track]);
  }

  /** Whether the browser plays it; if not, it wants a gesture first. */
  async play(): Promise<boolean> {
    try {
      await this.#element.play();
      return true;
    } catch (error) {
      // AbortError is a pause or a new source of our own.
      return !(error instanceof DOMException && error.name === 'NotAllowedError');
    }
  }

  /** 0 for silence, 1 for as loud as it comes, and beyond. */
  setVolume(volume: number): void {
    this.#volume = volume;
    this.route();
  }

  /** Chooses again who plays it, after the amplifier has begun or ceased to run. */
  route(): void {
    const volume = this.#volume;
    this.#element.volume = Math.min(1, volume);
    // On iOS the volume of an element is the hardware's, and stays what it is.
    const settable = Math.abs(this.#element.volume - Math.min(1, volume)) < 0.01;
    const amplify = (volume > 1 || (volume > 0 && !settable)) && this.#amplifier.wake();
    if (amplify) this.#amplified ??= this.#amplifier.connect(this.#track);
    const amplified = amplify ? this.#amplified : null;
    this.#amplified?.setGain(amplified ? volume : 0);
    // Chrome gives Web Audio the sound of a remote track only while an element plays it, muted or not.
    this.#element.muted = volume === 0 || amplified !== null;
  }

  /** Never rejects: where the device cannot be had, the sound stays where it is. */
  async setSink(sinkId: string): Promise<void> {
    if (this.#element.sinkId === sinkId) return;
    try {
      await this.#element.setSinkId(sinkId);
    } catch {
      // Unplugged a moment ago, or not allowed.
    }
  }

  close(): void {
    this.#amplified?.close();
    this.#amplified = null;
    this.#element.pause();
    this.#element.srcObject = null;
  }
}
