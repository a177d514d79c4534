/**
 * Delivers numbered items in order and notices a gap. After a gap it holds everything back until a
 * snapshot says up to which number its content goes: older items are in it, newer ones follow.
 */
export class Sequence<T> {
  readonly #deliver: (item: T) => void;
  readonly #gap: () => void;
  #last = 0;
  #held: { seq: number; item: T }[] | null = null;

  /** `gap` is called once for each gap, and is to end in `resume` or `restart`. */
  constructor(deliver: (item: T) => void, gap: () => void) {
    this.#deliver = deliver;
    this.#gap = gap;
  }

  /** A new connection: the next number is `seq + 1`. */
  restart(seq: number): void {
    this.#last = seq;
    this.#held = null;
  }

  /** A snapshot that holds everything up to `seq` is in force. */
  resume(seq: number): void {
    const held = this.#held ?? [];
    this.restart(seq);
    for (const { seq: number, item } of held) this.receive(number, item);
  }

  receive(seq: number, item: T): void {
    if (this.#held) {
      this.#held.push({ seq, item });
    } else if (seq === this.#last + 1) {
      this.#last = seq;
      this.#deliver(item);
    } else if (seq > this.#last) {
      this.#held = [{ seq, item }];
      this.#gap();
    }
    // Else it is in the snapshot already.
  }
}
