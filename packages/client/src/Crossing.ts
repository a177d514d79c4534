import { isMix } from '@ottogi/protocol';
import { LINGER_MS } from './linger.ts';
import type { MediaSession } from './MediaSession.ts';
import type { Tracks } from './reduce.ts';
import { keyParts, type TrackKey } from './state.ts';

/** More often than a picture comes. */
const LOOK_EVERY_MS = 50;

/** What has not come by then does not: the server waits a little longer for everybody's word. */
const WITHIN_MS = 8_000;

export interface CrossingOwner {
  /** Whether something of this publication is sent here now. */
  isSent(key: TrackKey): boolean;
  /** These come over the new media now, without a gap. */
  show(tracks: Tracks): void;
  /** How it went, once. */
  ended(shows: boolean): void;
}

/**
 * From one media session to the next while both flow: a track of the new one takes the place of the
 * former once something of it was decoded, so that nobody hears or sees the change.
 */
export class Crossing {
  readonly #next: MediaSession;
  readonly #owner: CrossingOwner;
  /** What flowed before, and does not yet over the new media. */
  readonly #awaited: Set<TrackKey>;
  /** Tracks of the new media of which nothing was decoded yet. */
  readonly #held = new Map<TrackKey, MediaStreamTrack>();
  readonly #decoded = new Map<TrackKey, number>();
  readonly #startedAt = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(former: MediaSession, next: MediaSession, owner: CrossingOwner) {
    this.#next = next;
    this.#owner = owner;
    // A mix stays behind: it comes anew, if at all, once everybody has crossed.
    const keys = [...former.tracks.keys()];
    this.#awaited = new Set(keys.filter((key) => !isMix(keyParts(key).source)));
    this.#lookLater();
  }

  /** Tracks of the new media are there: they are held back until they show something. */
  hold(tracks: Tracks): void {
    for (const [key, track] of tracks) this.#held.set(key, track);
  }

  /** Tracks of the new media are gone again. */
  drop(tracks: Tracks): void {
    for (const [key, track] of tracks) if (this.#held.get(key) === track) this.#held.delete(key);
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    const showing = await this.#showing();
    if (this.#over) return;
    if (showing.size > 0) this.#owner.show(showing);
    for (const key of showing.keys()) {
      this.#held.delete(key);
      this.#awaited.delete(key);
    }
    for (const key of this.#awaited) if (!this.#owner.isSent(key)) this.#awaited.delete(key);
    if (this.#awaited.size === 0) this.#endSoon();
    else if (performance.now() - this.#startedAt > WITHIN_MS) this.#end(false);
    else this.#lookLater();
  }

  /** Of those that are held back: what moves, and what is not to move now. */
  async #showing(): Promise<Map<TrackKey, MediaStreamTrack>> {
    const looks = [...this.#held].map(async ([key, track]) => {
      const before = this.#decoded.get(key);
      const decoded = await this.#next.decoded(key);
      this.#decoded.set(key, decoded);
      const moves = before !== undefined && decoded > before;
      return moves || !this.#owner.isSent(key) ? ([[key, track]] as const) : [];
    });
    return new Map((await Promise.all(looks)).flat());
  }

  #endSoon(): void {
    this.#timer = setTimeout(() => this.#end(true), LINGER_MS);
  }

  #end(shows: boolean): void {
    this.close();
    if (shows && this.#held.size > 0) this.#owner.show(this.#held);
    this.#owner.ended(shows);
  }
}
