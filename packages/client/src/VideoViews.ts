import { Convergence } from './Convergence.ts';
import { ClientError } from './errors.ts';
import type { MediaSession } from './MediaSession.ts';
import type { Requests } from './Signal.ts';
import { publicationOf, type TrackKey } from './state.ts';
import {
  planViews,
  type ConsumerSetting,
  type Setting,
  type TileSize,
  type ViewPlan,
} from './viewPlan.ts';

export interface VideoViewsOwner {
  readonly signal: Requests;
  /**
   * Every video of the others in the own call that was not declined, with the lines of its layers.
   */
  videos(): ReadonlyMap<TrackKey, readonly number[]>;
  /** Whether none of them is to be sent for now, seen or not. */
  rests(): boolean;
}

/** The protocol's limit for one request. */
const MOST_SETTINGS = 100;

/** Requests that are under way at a time. */
const MOST_ASKED = 10;

const RETRY_MS = 1000;

/** What can be seen where nothing is to be sent. */
const NOTHING: ReadonlyMap<TrackKey, TileSize> = new Map();

/** Within this the server sends of itself what the join's `view` has room for. */
const FRESH_MS = 500;

/**
 * Has the server send what is seen, as large as it is seen, and nothing else. The page says what is
 * visible as often as it likes; one change is under way at a time, and the last wish stands. As long
 * as a page has said nothing, everything stays as the join's `view` has it.
 */
export class VideoViews {
  readonly #owner: VideoViewsOwner;
  readonly #convergence = new Convergence(() => this.#step());
  #visible: ReadonlyMap<TrackKey, TileSize> | null = null;
  /** Those that were shown once, the one that was hidden last at the end. */
  readonly #hiddenOrder = new Set<TrackKey>();
  #session: MediaSession | null = null;
  /** What this membership was asked for, by consumer and by publication. */
  #settings = new Map<string, Setting>();
  #asked = new Map<TrackKey, 'subscribe' | 'unsubscribe'>();
  /** Since when each video is known (`performance.now()`). */
  readonly #knownSince = new Map<TrackKey, number>();
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #freshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: VideoViewsOwner) {
    this.#owner = owner;
  }

  /**
   * Says which videos of others are on the screen now, and how large: in device pixels, which are CSS
   * pixels times `devicePixelRatio`. All that is left out is hidden, and costs nothing from then on.
   */
  set(visible: ReadonlyMap<TrackKey, TileSize>): void {
    for (const key of this.#visible?.keys() ?? []) {
      this.#hiddenOrder.delete(key);
      if (!visible.has(key)) this.#hiddenOrder.add(key);
    }
    this.#visible = new Map(visible);
    this.update();
  }

  /**
   * Other videos than before are to be shown: until the page has said which of them can be seen,
   * nothing is known to be hidden.
   */
  otherStage(): void {
    this.#visible = null;
  }

  /** Another membership, or none: what the former one was asked counts no more. */
  attach(session: MediaSession | null): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#freshTimer);
    this.#retryTimer = undefined;
    this.#session = session;
    this.#settings = new Map();
    this.#asked = new Map();
    this.update();
  }

  /** What is published, or what arrives, may have changed. */
  update(): void {
    if (!this.#session || !this.#visible) return;
    // At once: what comes back while a request is under way is to be asked for anew.
    this.#forget(this.#owner.videos(), this.#session.arrivals);
    void this.#convergence.run();
  }

  /** Whether a video is not sent here because nobody sees it. */
  isHidden(key: TrackKey): boolean {
    const arrival = this.#session?.arrivals.get(key);
    return arrival !== undefined && this.#settings.get(arrival.consumerId)?.paused === true;
  }

  async #step(): Promise<boolean> {
    const session = this.#session;
    const visible = this.#visible && (this.#owner.rests() ? NOTHING : this.#visible);
    if (!session || !visible || this.#retryTimer !== undefined) return false;
    const { arrivals } = session;
    const videos = this.#owner.videos();
    this.#forget(videos, arrivals);
    const plan = planViews({
      visible,
      videos,
      arrivals,
      settings: this.#settings,
      asked: this.#asked,
      fresh: this.#fresh(videos),
      hiddenOrder: [...this.#hiddenOrder],
    });
    const asking = this.#ask(plan);
    const outcomes = await Promise.allSettled(asking);
    const failed = outcomes.some(({ status }) => status === 'rejected');
    // What was asked of a membership that is over meanwhile does not matter any more.
    if (failed && this.#session === session) this.#retryLater();
    return asking.length > 0;
  }

  #ask({ configure, subscribe, unsubscribe }: ViewPlan): Promise<void>[] {
    const subscribing = subscribe.map((key) => ['subscribe', key] as const);
    const unsubscribing = unsubscribe.map((key) => ['unsubscribe', key] as const);
    const asking = [...subscribing, ...unsubscribing]
      .slice(0, MOST_ASKED)
      .map(([wish, key]) => this.#askFor(wish, key));
    const consumers = configure.slice(0, MOST_SETTINGS);
    return consumers.length > 0 ? [this.#configure(consumers), ...asking] : asking;
  }

  async #configure(consumers: ConsumerSetting[]): Promise<void> {
    const settings = this.#settings;
    await this.#owner.signal.request('configureConsumers', { consumers });
    for (const { consumerId, ...setting } of consumers) settings.set(consumerId, setting);
  }

  async #askFor(wish: 'subscribe' | 'unsubscribe', key: TrackKey): Promise<void> {
    const asked = this.#asked;
    const publication = publicationOf(key);
    try {
      // A mix comes by itself, and goes.
      if (publication) await this.#owner.signal.request(wish, publication);
    } catch (error) {
      // That peer is gone, as we shall hear.
      if (!(error instanceof ClientError && error.code === 'notFound')) throw error;
    }
    asked.set(key, wish);
  }

  /** What is no more may come back under the same name, and is asked for anew then. */
  #forget(videos: ReadonlyMap<TrackKey, unknown>, arrivals: MediaSession['arrivals']): void {
    for (const key of this.#hiddenOrder) if (!videos.has(key)) this.#hiddenOrder.delete(key);
    for (const key of this.#asked.keys()) if (!videos.has(key)) this.#asked.delete(key);
    const consumerIds = new Set([...arrivals.values()].map(({ consumerId }) => consumerId));
    for (const consumerId of this.#settings.keys()) {
      if (!consumerIds.has(consumerId)) this.#settings.delete(consumerId);
    }
  }

  #fresh(videos: ReadonlyMap<TrackKey, unknown>): Set<TrackKey> {
    const now = performance.now();
    for (const key of this.#knownSince.keys()) if (!videos.has(key)) this.#knownSince.delete(key);
    for (const key of videos.keys()) {
      if (!this.#knownSince.has(key)) this.#knownSince.set(key, now);
    }
    const fresh = [...this.#knownSince].filter(([, since]) => now - since < FRESH_MS);
    if (fresh.length > 0) {
      clearTimeout(this.#freshTimer);
      this.#freshTimer = setTimeout(() => this.update(), FRESH_MS);
    }
    return new Set(fresh.map(([key]) => key));
  }

  #retryLater(): void {
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = undefined;
      this.update();
    }, RETRY_MS);
  }
}
