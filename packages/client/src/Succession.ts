import type { MediaSession } from './MediaSession.ts';
import type { Tracks } from './reduce.ts';
import type { TrackKey } from './state.ts';

/** Everybody in a room who comes back at all has come back by then. */
const HELD_MS = 3_000;

/**
 * One media session after another under the same membership. The former one stays until its tracks
 * have arrived anew: frozen, or flowing on, rather than gone.
 */
export class Succession {
  #current: MediaSession;
  #former: { session: MediaSession; awaited: Set<TrackKey> } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(first: MediaSession) {
    this.#current = first;
  }

  get current(): MediaSession {
    return this.#current;
  }

  follow(next: MediaSession): void {
    this.#closeFormer();
    const session = this.#current;
    this.#former = { session, awaited: new Set(session.arrivals.keys()) };
    this.#current = next;
    this.#timer = setTimeout(() => this.#closeFormer(), HELD_MS);
    this.arrived(new Map());
  }

  /** Tracks of the current session are there. */
  arrived(tracks: Tracks): void {
    const former = this.#former;
    if (!former) return;
    for (const key of tracks.keys()) former.awaited.delete(key);
    if (former.awaited.size === 0) this.#closeFormer();
  }

  close(): void {
    this.#closeFormer();
    this.#current.close();
  }

  #closeFormer(): void {
    clearTimeout(this.#timer);
    this.#former?.session.close();
    this.#former = null;
  }
}
