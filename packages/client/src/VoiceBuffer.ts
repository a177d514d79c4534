import { share, type Pair } from './growth.ts';
import type { ReceivedCounts } from './readings.ts';

/** Of the packets, so many asked for again is a lossy way, and so few a good one. */
const LOSSY = 0.03;
const GOOD = 0.01;
/** Looks in a row that have to find the way good before that is believed. */
const TO_MEND = 5;

/**
 * What is lost, and lost again when it was sent again, is there after two round trips, and what
 * notices a loss: the next packets, and a timer of 40 ms in mediasoup.
 */
const ROUND_TRIPS = 2;
const NOTICED_MS = 150;
/** Of the speaker's own way, on which it may be that it is lost, and of which nothing is known here. */
const THEIR_ROUND_TRIP_MS = 50;
/** An ordinary way, where nothing is known of it. */
const ROUND_TRIP_MS = 50;
/** Beyond that, people talk at the same time and wait for each other. */
const LONGEST_MS = 400;

/**
 * How long the packets of one voice wait before they are played. Browsers wait about as long as it
 * takes a lost packet to come when it is sent again once, at the best; on a lossy way, where that is
 * lost too, each fifteenth moment is made up. There, and only there, it waits for longer.
 */
export class VoiceBuffer {
  /** Null for as the browser likes. */
  lengthMs: number | null = null;
  #goodLooks = 0;

  /** Takes what a look counted; returns whether the length is another one now. */
  take([before, now]: Pair<ReceivedCounts>, roundTripMs: number | null): boolean {
    const former = this.lengthMs;
    const asked = before
      ? share(now.resendsAsked - before.resendsAsked, now.packets - before.packets)
      : null;
    // Of a voice that is silent nothing comes, and nothing is learnt.
    if (asked === null) return false;
    this.#goodLooks = asked < GOOD ? this.#goodLooks + 1 : 0;
    if (asked >= LOSSY) this.lengthMs ??= lengthFor(roundTripMs ?? ROUND_TRIP_MS);
    else if (this.#goodLooks >= TO_MEND) this.lengthMs = null;
    return this.lengthMs !== former;
  }
}

function lengthFor(roundTripMs: number): number {
  return Math.round(
    Math.min(LONGEST_MS, NOTICED_MS + ROUND_TRIPS * (roundTripMs + THEIR_ROUND_TRIP_MS)),
  );
}
