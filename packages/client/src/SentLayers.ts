import { Convergence } from './Convergence.ts';

/** The half of an RTCRtpSender that turns its encodings on and off. */
export type LayerSender = Pick<RTCRtpSender, 'getParameters' | 'setParameters'>;

/** No layer at all. */
const NONE = -1;

/**
 * Turns the encodings of one video sender on and off. There are two reasons to be silent, which know
 * nothing of each other: its owner has muted it, and nobody watches. It is done straight on the
 * sender: mediasoup-client's `setMaxSpatialLayer` knows no "none at all", its `pause` renegotiates,
 * and Chromium turns every encoding on again when it does. An encoding that is turned on begins with a
 * key frame, and a track that is replaced changes nothing.
 */
export class SentLayers {
  readonly #sender: LayerSender;
  readonly #convergence = new Convergence(() => this.#step());
  #muted = false;
  #wanted: number | null = null;
  #told: number | null = null;

  constructor(sender: LayerSender) {
    this.#sender = sender;
  }

  /** Resolves when the browser does it. Never rejects. */
  setMuted(muted: boolean): Promise<void> {
    this.#muted = muted;
    return this.#convergence.run();
  }

  /**
   * Sends up to this spatial layer, 0 being the smallest; nothing for -1, and everything for null.
   * Resolves when the browser does. Never rejects.
   */
  want(layer: number | null): Promise<void> {
    this.#wanted = layer;
    return this.#convergence.run();
  }

  async #step(): Promise<boolean> {
    const largest = this.#muted ? NONE : this.#wanted;
    if (largest === this.#told) return false;
    this.#told = largest;
    const parameters = this.#sender.getParameters();
    for (const [layer, encoding] of parameters.encodings.entries()) {
      encoding.active = largest === null || layer <= largest;
    }
    try {
      await this.#sender.setParameters(parameters);
    } catch {
      // The sender is stopped. Or the browser cannot: then more is sent than is watched, and a muted
      // track, which is disabled, is black.
    }
    return true;
  }
}
