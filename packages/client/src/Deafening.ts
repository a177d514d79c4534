import type { PublishOptions } from './Publisher.ts';

/** What is silenced while one is deafened. */
export interface Silenced {
  /** Whether the microphone is published, or about to be. */
  publishing(): boolean;
  publishMicrophone(options: PublishOptions): Promise<void>;
  pauseMicrophone(paused: boolean): Promise<void>;
  /** Whether all others are silent; everybody is to know. Never rejects. */
  deafen(deafened: boolean): Promise<void>;
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

  /** Resolves when it is so for everybody. Never rejects. */
  async setDeafened(deafened: boolean): Promise<void> {
    this.#deafened = deafened;
    await Promise.all([this.#silenced.deafen(deafened), this.#apply()]);
  }

  /** Whoever opens the microphone is not deafened any more. */
  setMuted(muted: boolean): Promise<void> {
    this.#muted = muted;
    return this.#deafened && !muted ? this.setDeafened(false) : this.#apply();
  }

  /**
   * While deafened the microphone waits, unless it is opened in so many words (`paused: false`).
   * @throws ClientError as `publishMicrophone` does
   */
  async publish(options: PublishOptions): Promise<void> {
    // What is published anew is open unless something else is asked for.
    this.#muted = options.paused ?? (this.#silenced.publishing() && this.#muted);
    const hearing = this.#deafened && options.paused === false ? this.setDeafened(false) : null;
    const paused = this.#muted || this.#deafened;
    await Promise.all([hearing, this.#silenced.publishMicrophone({ ...options, paused })]);
  }

  #apply(): Promise<void> {
    return this.#silenced.pauseMicrophone(this.#muted || this.#deafened);
  }
}
