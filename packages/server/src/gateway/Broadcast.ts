import { type Fact, FACT_NAMES, type Notification } from '@ottogi/protocol';

/** Of the time that passes, telling takes a third at most; the rest is for those who ask. */
const REST = 2;

const HELD: ReadonlySet<string> = new Set(FACT_NAMES);

/** A session, as far as it is told things. */
export interface Listener {
  notify(notification: Notification): void;
  /** Keeps a fact until `release`, which tells all of them in one message. */
  hold(fact: Fact): void;
  release(): void;
}

/**
 * Tells every session what everybody may know. When two thousand come at once each of them is news
 * for two thousand, and four million messages are more than one can write or they can read. So the
 * facts of a turn go together, and the next ones wait until everybody else had their time: not for
 * long where few are here, since telling them takes no time.
 */
export class Broadcast<L extends Listener> {
  readonly #listeners: ReadonlySet<L>;
  #callOff: (() => void) | null = null;
  #restUntil = 0;

  constructor(listeners: ReadonlySet<L>) {
    this.#listeners = listeners;
  }

  /** @param told A fact as it is for this listener. */
  tell(listener: L, told: Notification): void {
    if (!isFact(told)) return listener.notify(told);
    listener.hold(told);
    this.#callOff ??= this.#releaseLater();
  }

  /** Tells now what is held. */
  release(): void {
    this.#callOff?.();
    this.#callOff = null;
    const startedAt = performance.now();
    for (const listener of this.#listeners) listener.release();
    const endedAt = performance.now();
    this.#restUntil = endedAt + REST * (endedAt - startedAt);
  }

  #releaseLater(): () => void {
    const restMs = this.#restUntil - performance.now();
    if (restMs > 0) {
      const timer = setTimeout(() => this.release(), restMs);
      return () => clearTimeout(timer);
    }
    const turn = setImmediate(() => this.release());
    return () => clearImmediate(turn);
  }
}

function isFact(notification: Notification): notification is Fact {
  return HELD.has(notification.name);
}
