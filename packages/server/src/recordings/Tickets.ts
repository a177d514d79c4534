import type { Clock } from '../clock.ts';
import { createSecretId } from '../ids.ts';
import type { Asker } from '../rooms/permissions.ts';

/** Long enough to save hours of video over a slow line; who may not any more is refused before. */
const LIFETIME_MS = 60 * 60 * 1000;

/** Of all who look at recordings within an hour; then the oldest go. */
const MOST = 10_000;

/** Leave to read the recordings of a room, as long as its holder may. */
export interface Ticket {
  roomId: string;
  asker: Asker;
}

/** Browsers download by a plain address, which has to be leave enough: unguessable, and soon over. */
export class Tickets {
  readonly #clock: Clock;
  /** In the order in which they end. */
  readonly #tickets = new Map<string, Ticket & { until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue({ roomId, asker: { personId, grants } }: Ticket): string {
    this.#forget();
    const id = createSecretId();
    const until = this.#clock.now() + LIFETIME_MS;
    this.#tickets.set(id, { roomId, asker: { personId, grants }, until });
    return id;
  }

  /** Undefined where it is over, or was never there. */
  read(id: string): Ticket | undefined {
    this.#forget();
    return this.#tickets.get(id);
  }

  #forget(): void {
    const now = this.#clock.now();
    for (const [id, { until }] of this.#tickets) {
      if (until > now && this.#tickets.size <= MOST) return;
      this.#tickets.delete(id);
    }
  }
}
