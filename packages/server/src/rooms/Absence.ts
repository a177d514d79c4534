import type { After, CallOff } from '../clock.ts';

/** A connection that comes back at once is nobody's concern. */
const TOLD_AFTER_MS = 1_000;

/**
 * With what it takes to notice that a connection is dead, whoever does not come back is gone within
 * half a minute.
 */
const OVER_AFTER_MS = 20_000;

/** The time that a peer has for its connection to come back. */
export class Absence {
  readonly #callOffs: readonly CallOff[];

  constructor(after: After, owner: { told: () => void; over: () => void }) {
    this.#callOffs = [after(TOLD_AFTER_MS, owner.told), after(OVER_AFTER_MS, owner.over)];
  }

  end(): void {
    for (const callOff of this.#callOffs) callOff();
  }
}
