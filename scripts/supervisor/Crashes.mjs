// When to start again what has crashed, and when to give up.

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/** Whatever lives for so long has shown that it can. */
const PROVEN_AFTER_MS = 30_000;

/** So many within so long are a loop: to go on would only fill the log. */
export const MOST_CRASHES = 5;
export const WITHIN_MS = 60_000;

/** Counts the crashes of one program. Its times are of a clock that never goes back. */
export class Crashes {
  #delayMs = 0;
  /** @type {number[]} */
  #at = [];

  /**
   * It crashed.
   *
   * @param {number} ageMs How long it had lived.
   * @param {number} now
   * @returns {number | null} How long to wait before it is started again, in ms; null to give up.
   */
  next(ageMs, now) {
    this.#at = [...this.#at.filter((at) => now - at < WITHIN_MS), now];
    if (this.#at.length >= MOST_CRASHES) return null;
    if (ageMs > PROVEN_AFTER_MS) this.#delayMs = 0;
    const delayMs = this.#delayMs;
    this.#delayMs = Math.min(Math.max(delayMs * 2, FIRST_DELAY_MS), LONGEST_DELAY_MS);
    return delayMs;
  }
}
