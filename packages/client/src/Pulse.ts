/** What comes more often than this does not count as silent before. */
const SHORTEST_SILENCE_MS = 1_000;

/** So many times the longest pause of late, and it is no pause. */
const LONGER_THAN_USUAL = 3;

/** Pauses that are remembered. */
const REMEMBERED = 8;

/** Before as many it is not known how regularly something comes. */
const FEW = 2;

/**
 * Whether something that came regularly has stopped coming. Voice comes fifty times a second, the
 * comfort noise of a silent one five times in two, a still screen once.
 */
export class Pulse {
  #mark: number | null = null;
  #beatAt = 0;
  #pauses: number[] = [];

  /**
   * @param mark What changes with everything that comes; null while nothing is due.
   * @param now In ms, by a clock that never goes back.
   */
  look(mark: number | null, now: number): void {
    if (mark === this.#mark) return;
    if (mark === null || this.#mark === null) this.#pauses = [];
    else this.#pauses = [...this.#pauses, now - this.#beatAt].slice(-REMEMBERED);
    this.#mark = mark;
    this.#beatAt = now;
  }

  isSilent(now: number): boolean {
    if (this.#mark === null || this.#pauses.length < FEW) return false;
    const usual = Math.max(...this.#pauses);
    return now - this.#beatAt > Math.max(SHORTEST_SILENCE_MS, LONGER_THAN_USUAL * usual);
  }
}
