import type { Notification } from '@ottogi/protocol';
import type { MediaSession } from './MediaSession.ts';
import { RouterSession } from './RouterSession.ts';

/**
 * What a mixer publishes: one picture, a sound for all (of nobody, null), and sounds for listeners
 * who are not to hear themselves. Tracks are the caller's, and outlive the media that carries them.
 */
export class Mixing {
  readonly #listenersChanged: (peerIds: readonly string[]) => void;
  #session: RouterSession | null = null;
  #picture: MediaStreamTrack | null = null;
  readonly #sounds = new Map<string | null, MediaStreamTrack>();

  constructor(listenersChanged: (peerIds: readonly string[]) => void) {
    this.#listenersChanged = listenersChanged;
  }

  /** Publishes the picture in every call from now on. @throws ClientError */
  async setPicture(track: MediaStreamTrack): Promise<void> {
    this.#picture = track;
    await this.#session?.produceMix('mix', null, track);
  }

  /**
   * Publishes a sound for one listener, or for all others. Resolves once whom it is for hears it.
   * @throws ClientError
   */
  async setSound(forPeerId: string | null, track: MediaStreamTrack): Promise<void> {
    this.#sounds.set(forPeerId, track);
    await this.#session?.produceMix('mixAudio', forPeerId, track);
  }

  /** The listener is one no more. */
  endSound(forPeerId: string): void {
    this.#sounds.delete(forPeerId);
    void this.#session?.closeMix(forPeerId);
  }

  /** For the client itself: publishes everything that there is in this session. */
  attach(session: MediaSession | null): void {
    if (session === this.#session) return;
    this.#session = session instanceof RouterSession ? session : null;
    if (this.#picture) this.#again(this.setPicture(this.#picture));
    for (const [forPeerId, track] of this.#sounds) this.#again(this.setSound(forPeerId, track));
  }

  /** For the client itself. */
  notified({ name, data }: Notification): void {
    if (name === 'mixListenersChanged') this.#listenersChanged(data.peerIds);
  }

  /** Its media is lost once more, and the next brings it again. */
  #again(published: Promise<void>): void {
    published.catch(() => {});
  }
}
