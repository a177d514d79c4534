import { badness, GOOD } from './quality.ts';
import type { Quality } from './state.ts';

/** Looks in a row that have to find it worse, or better, before that is believed. */
const TO_WORSEN = 2;
const TO_MEND = 3;

/** One thing's quality as it is shown: one bad second makes no icon, and one good one ends none. */
export class Steadying {
  #shown = GOOD;
  /** What the last looks found, the newest first. */
  #found: readonly Quality[] = [];

  /** Takes what a look found; returns what is to be shown. */
  take(found: Quality): Quality {
    if (found.reason === 'paused') {
      // That is known, not measured; and what was measured before will say nothing of afterwards.
      this.#found = [];
      return (this.#shown = found);
    }
    if (this.#shown.reason === 'paused') this.#shown = GOOD;
    this.#found = [found, ...this.#found].slice(0, TO_MEND);
    const mildest = lowest(this.#found.slice(0, TO_WORSEN), badness);
    const harshest = lowest(this.#found, (quality) => -badness(quality));
    if (this.#found.length >= TO_WORSEN && badness(mildest) > badness(this.#shown)) {
      this.#shown = mildest;
    } else if (this.#found.length >= TO_MEND) {
      const mended = badness(harshest) < badness(this.#shown);
      const moved = this.#found.every(({ reason }) => reason === found.reason);
      if (mended || (moved && badness(harshest) === badness(this.#shown))) this.#shown = harshest;
    }
    return this.#shown;
  }
}

/** The first one of which there is no lower; of an empty list, something good. */
function lowest(qualities: readonly Quality[], height: (quality: Quality) => number): Quality {
  return qualities.toSorted((a, b) => height(a) - height(b))[0] ?? GOOD;
}
