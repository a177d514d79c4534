import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import { createSecretId } from '../ids.ts';
import type { Asker } from '../rooms/permissions.ts';

/** Long enough to save hours of video over a slow line; who may not any more is refused before. */
const GOOD_MS = 60 * 60 * 1000;

/** So long before, it is given again to whoever looks on: the addresses in a page stay as they are. */
const FRESH_MS = 15 * 60 * 1000;

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
    const ticket = { roomId, asker: { personId, grants } };
    const fresh = this.#freshLike(ticket);
    if (fresh !== undefined) return fresh;
    const id = createSecretId();
    this.#tickets.set(id, { ...ticket, until: this.#clock.now() + FRESH_MS + GOOD_MS });
    return id;
  }

  /** Undefined where it is over, or was never there. */
  read(id: string): Ticket | undefined {
    this.#forget();
    return this.#tickets.get(id);
  }

  #freshLike({ roomId, asker }: Ticket): string | undefined {
    const now = this.#clock.now();
    for (const [id, ticket] of this.#tickets) {
      const isFresh = ticket.until - now >= GOOD_MS && ticket.roomId === roomId;
      if (isFresh && isDeepStrictEqual(ticket.asker, asker)) return id;
    }
    return undefined;
  }

  #forget(): void {
    const now = this.#clock.now();
    for (const [id, { until }] of this.#tickets) {
      if (until > now && this.#tickets.size <= MOST) return;
      this.#tickets.delete(id);
    }
  }
}
