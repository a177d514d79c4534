import type { PublishOptions } from './Publisher.ts';

/** What is silenced while one is deafened. */
export interface Silenced {
  /** Whether the microphone is published, or about to be. */
  publishing(): boolean;
  publishMicrophone(options: PublishOptions): Promise<void>;
  pauseMicrophone(paused: boolean): Promise<void>;
  /** Whether everything that would be heard is silent. */
  silence(silent: boolean): void;
}

/**
 * Who hears nobody is heard by nobody. Deafness and mute are two wishes of their own, and the
 * microphone is open where there is neither: so after the one, the other is as it was.
 */
export class Deafening {
  readonly #silenced: Silenced;
  #deafened = false;
  #muted = false;

  constructor(silenced: Silenced) {
    this.#silenced = silenced;
  }

  get deafened(): boolean {
    return this.#deafened;
  }

  /** Resolves when the microphone is as it should be. */
  setDeafened(deafened: boolean): Promise<void> {
    this.#deafened = deafened;
    this.#silenced.silence(deafened);
    return this.#apply();
  }

  setMuted(muted: boolean): Promise<void> {
    this.#muted = muted;
    return this.#apply();
  }

  /** @throws ClientError as `publishMicrophone` does */
  publish(options: PublishOptions): Promise<void> {
    // What is published anew is open unless something else is asked for.
    this.#muted = options.paused ?? (this.#silenced.publishing() && this.#muted);
    return this.#silenced.publishMicrophone({
      ...options,
      paused: this.#muted || this.#deafened,
    });
  }

  #apply(): Promise<void> {
    return this.#silenced.pauseMicrophone(this.#muted || this.#deafened);
  }
}
