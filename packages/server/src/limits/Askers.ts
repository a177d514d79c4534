/** What is counted of somebody, and can be forgotten once it says nothing any more. */
interface Counted {
  readonly idle: boolean;
}

/**
 * What is counted by some key, such as an address: made when it is first asked for, forgotten once
 * it is idle. Whoever can make up keys without end pushes out those that came first, not the memory.
 */
export class Askers<T extends Counted> {
  readonly #create: () => T;
  readonly #most: number;
  readonly #byKey = new Map<string, T>();

  constructor(create: () => T, most: number) {
    this.#create = create;
    this.#most = most;
  }

  get size(): number {
    return this.#byKey.size;
  }

  of(key: string): T {
    const known = this.#byKey.get(key);
    if (known) return known;
    if (this.#byKey.size >= this.#most) this.#forgetFirst();
    const counted = this.#create();
    this.#byKey.set(key, counted);
    return counted;
  }

  forgetIdle(): void {
    for (const [key, counted] of this.#byKey) if (counted.idle) this.#byKey.delete(key);
  }

  #forgetFirst(): void {
    // A map keeps the order in which its entries came.
    const first = this.#byKey.keys().next();
    if (!first.done) this.#byKey.delete(first.value);
  }
}
