/** Longer than a syllable, shorter than anybody would notice in a list of rooms. */
const INTERVAL_MS = 1_000;

/** Tells who is heard in a room when that changes, at most once a second. */
export class Speakers {
  readonly #tell: (peerIds: string[]) => void;
  #current: string[] = [];
  #told = '';
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(tell: (peerIds: string[]) => void) {
    this.#tell = tell;
  }

  update(peerIds: readonly string[]): void {
    this.#current = peerIds.toSorted();
    if (this.#timer === null) this.#tellIfChanged();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #tellIfChanged(): void {
    const key = this.#current.join();
    if (key === this.#told) return;
    this.#told = key;
    this.#tell(this.#current);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tellIfChanged();
    }, INTERVAL_MS);
  }
}
