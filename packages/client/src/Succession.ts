import { Crossing, type CrossingOwner } from './Crossing.ts';
import type { MediaSession } from './MediaSession.ts';
import type { Tracks } from './reduce.ts';
import type { TrackKey } from './state.ts';

/** Everybody in a room who comes back at all has come back by then. */
const HELD_MS = 3_000;

export interface SuccessionOwner extends Pick<CrossingOwner, 'isSent'> {
  tracksChanged(change: { started: Tracks; ended: Tracks }): void;
  /** Whether all shows over the media that the call moves to. */
  crossed(mediaId: string, shows: boolean): void;
  /** There is nothing left of what was before. */
  left(): void;
}

interface Former {
  session: MediaSession;
  /** What has to arrive anew before it may go; null where the server says when. */
  awaited: Set<TrackKey> | null;
}

const NONE: Tracks = new Map();

/**
 * One media session after another under the same membership. After a loss the former one stays until
 * its tracks have arrived anew: frozen, or flowing on, rather than gone. Where the call changes its
 * topology it stays until the server says that everybody has crossed over, or that all goes back.
 */
export class Succession {
  readonly #owner: SuccessionOwner;
  #current: MediaSession;
  #former: Former | null = null;
  #crossing: Crossing | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(first: MediaSession, owner: SuccessionOwner) {
    this.#current = first;
    this.#owner = owner;
  }

  get current(): MediaSession {
    return this.#current;
  }

  /** Those that there are, the one of now first. */
  get all(): MediaSession[] {
    return this.#former ? [this.#current, this.#former.session] : [this.#current];
  }

  /** Another one takes the place of one that is lost. */
  follow(next: MediaSession): void {
    this.#closeFormer();
    const session = this.#current;
    this.#former = { session, awaited: new Set(session.arrivals.keys()) };
    this.#current = next;
    this.#timer = setTimeout(() => this.#closeFormer(), HELD_MS);
    this.#arrived(NONE);
  }

  /** Another one comes beside one that flows on. */
  cross(next: MediaSession): void {
    this.#closeFormer();
    const session = this.#current;
    this.#former = { session, awaited: null };
    this.#current = next;
    this.#crossing = new Crossing(session, next, {
      isSent: (key) => this.#owner.isSent(key),
      show: (started) => this.#owner.tracksChanged({ started, ended: NONE }),
      ended: (shows) => {
        this.#crossing = null;
        this.#owner.crossed(next.mediaId, shows);
      },
    });
  }

  /**
   * The change is over, and this is the media that stays.
   * @returns Whether that is what there was before it; null where there is no such media here.
   */
  settle(mediaId: string): 'stayed' | 'back' | null {
    const former = this.#former?.session;
    if (mediaId === this.#current.mediaId) {
      this.#closeFormer();
      return 'stayed';
    }
    if (mediaId !== former?.mediaId) return null;
    this.#crossing?.close();
    this.#crossing = null;
    const left = this.#current;
    this.#current = former;
    this.#former = null;
    this.#owner.tracksChanged({ started: former.tracks, ended: NONE });
    left.close();
    return 'back';
  }

  /** One of the sessions says that tracks came and went. */
  tracksChanged(session: MediaSession, change: { started: Tracks; ended: Tracks }): void {
    if (session === this.#current && this.#crossing) {
      this.#crossing.hold(change.started);
      this.#crossing.drop(change.ended);
      this.#owner.tracksChanged({ started: NONE, ended: change.ended });
      return;
    }
    if (session === this.#current) {
      this.#owner.tracksChanged(change);
      this.#arrived(change.started);
      return;
    }
    // Two that go over the same links have the same tracks, and one that goes takes none along.
    const kept = this.#current.tracks;
    const ended = [...change.ended].filter(([key, track]) => kept.get(key) !== track);
    this.#owner.tracksChanged({ started: change.started, ended: new Map(ended) });
  }

  close(): void {
    this.#closeFormer();
    this.#current.close();
  }

  #arrived(tracks: Tracks): void {
    const awaited = this.#former?.awaited;
    if (!awaited) return;
    for (const key of tracks.keys()) awaited.delete(key);
    if (awaited.size === 0) this.#closeFormer();
  }

  #closeFormer(): void {
    clearTimeout(this.#timer);
    this.#crossing?.close();
    this.#crossing = null;
    if (!this.#former) return;
    this.#former.session.close();
    this.#former = null;
    this.#owner.left();
  }
}
