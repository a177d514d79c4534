import { freshKey, nextStep, type SenderKey } from './SenderKey.ts';

/** The keys that one's own frames are sealed with: the one of now, and perhaps the one that comes. */
export class OwnKeys {
  readonly #use: (key: SenderKey) => void;
  #generation = 0;
  #current: SenderKey;
  #next: SenderKey | null = null;

  /** @param use Seals with this key from now on. Called with the first one at once. */
  constructor(use: (key: SenderKey) => void) {
    this.#use = use;
    this.#current = this.#fresh();
    use(this.#current);
  }

  /** Those that somebody needs who is to understand what is sent from now on. */
  get all(): readonly SenderKey[] {
    return this.#next ? [this.#current, this.#next] : [this.#current];
  }

  get newest(): SenderKey {
    return this.#next ?? this.#current;
  }

  /** The key that comes; null while there is none. */
  get next(): SenderKey | null {
    return this.#next;
  }

  /** What was sent so far stays closed to who gets the key of now on. False where that takes another generation. */
  async ratchet(): Promise<boolean> {
    const before = this.#current;
    const after = await nextStep(before);
    // Meanwhile another generation may have taken its place, which is as good.
    if (this.#current !== before) return true;
    if (!after) return false;
    this.#current = after;
    this.#use(after);
    return true;
  }

  /** A key that nobody has, to be handed out before it is used; it takes the place of one that waits. */
  prepare(): SenderKey {
    this.#next = this.#fresh();
    return this.#next;
  }

  /** Seals with the key that was prepared. */
  switch(): void {
    if (!this.#next) return;
    this.#current = this.#next;
    this.#next = null;
    this.#use(this.#current);
  }

  /** Whatever counted the frames is gone, and with it the key may never be used again. */
  restart(): void {
    this.prepare();
    this.switch();
  }

  #fresh(): SenderKey {
    this.#generation += 1;
    return freshKey(this.#generation);
  }
}
