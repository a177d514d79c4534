import { EventEmitter } from 'node:events';
import type { Call } from '../rooms/Call.ts';
import type { PublicationTap } from '../topologies/PublicationTap.ts';
import { type Feed, isOver } from './Feed.ts';

interface IntakeEvents {
  feed: [Feed];
  /** What is recorded cannot be had any more. */
  lost: [];
}

/** What of a call is recorded, as it comes. It keeps the call's media on the server until it is closed. */
export abstract class Intake extends EventEmitter<IntakeEvents> {
  readonly call: Call;
  #feeds: Feed[] = [];

  constructor(call: Call) {
    super();
    this.call = call;
  }

  /** What is there now. */
  get feeds(): readonly Feed[] {
    return this.#feeds.filter((feed) => !isOver(feed));
  }

  /** The call goes on as if nobody had recorded it. */
  close(): void {
    this.call.off('tapped', this.#onTapped);
    this.call.letPast();
  }

  /** What comes of something that is published now; null where nothing does, or not yet. */
  protected abstract feedOf(tap: PublicationTap): Feed | null;

  /** Takes what is there, and from now on what comes. */
  protected watch(): void {
    this.call.on('tapped', this.#onTapped);
    for (const tap of this.call.taps) this.#onTapped(tap);
  }

  readonly #onTapped = (tap: PublicationTap): void => {
    const feed = this.feedOf(tap);
    if (!feed) return;
    this.#feeds = [...this.feeds, feed];
    this.emit('feed', feed);
  };
}
