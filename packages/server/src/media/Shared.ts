import type { EventEmitter } from 'node:events';
import type { After, CallOff } from '../clock.ts';

/** Whoever turns a page and back, or the camera off and on, finds what they used still there. */
const LINGER_MS = 5_000;

/** What closes by itself too, and says so. */
export interface Closable extends EventEmitter<{ closed: [] }> {
  close(): void;
}

/** Something in use, until it is let go of. */
export interface Use<T> {
  readonly value: T;
  /** Said twice it counts once. */
  readonly release: () => void;
}

/** Something that several use: made for the first of them, closed a while after the last. */
export class Shared<T extends Closable> {
  readonly #making: Promise<T>;
  readonly #after: After;
  readonly #over: () => void;
  #value: T | null = null;
  #users = 0;
  #callOff: CallOff = () => {};
  #closed = false;

  /** @param over It could not be made, or is closed: whoever needs it makes another one. */
  constructor(make: () => Promise<T>, runAfter: After, over: () => void) {
    this.#after = runAfter;
    this.#over = over;
    this.#making = this.#made(make());
    this.#making.catch(() => this.close());
  }

  /** Null while it is being made. */
  get value(): T | null {
    return this.#value;
  }

  /** Rejects where it cannot be made. */
  async use(): Promise<Use<T>> {
    this.#callOff();
    this.#users += 1;
    let used = true;
    const release = () => {
      if (used) this.#letGo();
      used = false;
    };
    try {
      return { value: await this.#making, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#callOff();
    this.#over();
    this.#value?.close();
  }

  async #made(making: Promise<T>): Promise<T> {
    const value = await making;
    this.#value = value;
    value.once('closed', () => this.close());
    if (this.#closed) value.close();
    return value;
  }

  #letGo(): void {
    this.#users -= 1;
    if (this.#users > 0 || this.#closed) return;
    this.#callOff = this.#after(LINGER_MS, () => this.close());
  }
}
