/** Of one key: more than all that a peer sends in four seconds, late copies of lost packets included. */
const SIZE = 1_024;

/**
 * Takes each count once, and none that is too far behind the newest (as IPsec does, RFC 4303, 3.4.3).
 */
export class ReplayWindow {
  readonly #seen = new Set<number>();
  #newest = -1;

  /** Whether nothing of this count was taken before. */
  take(counter: number): boolean {
    if (counter <= this.#newest - SIZE || this.#seen.has(counter)) return false;
    this.#seen.add(counter);
    if (counter <= this.#newest) return true;
    this.#newest = counter;
    // Insertion order is nearly that of the counts; what is left over goes the next time.
    for (const each of this.#seen) {
      if (each > counter - SIZE) break;
      this.#seen.delete(each);
    }
    return true;
  }
}
