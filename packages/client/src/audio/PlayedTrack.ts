import type { AnySource } from '@ottogi/protocol';
import type { Amplified, Amplifier } from './Amplifier.ts';

/**
 * One publication that is heard. Up to its own loudness it is played by an audio element, beyond that by
 * the amplifier. For why, see docs/decisions: echo cancellation.
 */
export class PlayedTrack {
  readonly #stream: MediaStream;
  readonly #amplifier: Amplifier;
  readonly #element = new Audio();
  #amplified: Amplified | null = null;
  #volume = 1;

  constructor(
    { peerId, source }: { peerId: string; source: AnySource },
    track: MediaStreamTrack,
    amplifier: Amplifier,
  ) {
    this.#amplifier = amplifier;
    this.#stream = new MediaStream([track]);
    this.#element.srcObject = this.#stream;
    // Whose it is, for whoever looks into the page: as elements of pictures say it.
    this.#element.dataset['peerId'] = peerId;
    this.#element.dataset['source'] = source;
  }

  /** It comes by another track from now on; what plays goes on without beginning anew. */
  replace(track: MediaStreamTrack): void {
    const former = this.#stream.getTracks();
    this.#stream.addTrack(track);
    for (const each of former) this.#stream.removeTrack(each);
    this.#amplified?.close();
    this.#amplified = null;
    this.route();
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
    const [track] = this.#stream.getTracks();
    if (amplify && track) this.#amplified ??= this.#amplifier.connect(track);
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
