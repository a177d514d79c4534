import type { DataLane } from './DataLane.ts';

/** Longer than it takes to hear that something has come, over the server and back. */
const OVERDUE_MS = 2_000;

/** A server that starts again, and everybody with it, is back by then. */
const GIVEN_UP_AFTER_MS = 60_000;

/** At once, of what is overdue: the way may be a narrow one. */
const AGAIN_MAX_BYTES = 128 * 1024;

export interface Unreceived {
  readonly seq: number;
  readonly label: string;
  readonly bytes: Uint8Array;
  /** By `performance.now()`; null where there was no way for it so far. */
  sentAt: number | null;
}

/**
 * What goes to one other peer in order, kept until it says that it has it. It counts on for as long as
 * the own membership lives: whoever leaves may come back as the same peer, and remember.
 */
export class Outgoing {
  /** Over which it went last. */
  lane: DataLane | null = null;
  #seq = 0;
  #unreceived: Unreceived[] = [];
  #bytes = 0;
  #goneSince: number | null = null;

  get unreceived(): readonly Unreceived[] {
    return this.#unreceived;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The first that may be missing over there. */
  get base(): number {
    return this.#unreceived[0]?.seq ?? this.#seq + 1;
  }

  add(label: string, bytes: Uint8Array): Unreceived {
    const message = { seq: (this.#seq += 1), label, bytes, sentAt: null };
    this.#unreceived.push(message);
    this.#bytes += bytes.length;
    return message;
  }

  /** Everything up to this one has come. */
  received(seq: number): void {
    const first = this.#unreceived.findIndex((message) => message.seq > seq);
    const count = first === -1 ? this.#unreceived.length : first;
    for (const { bytes } of this.#unreceived.splice(0, count)) this.#bytes -= bytes.length;
  }

  /** Nobody is there to receive it. */
  drop(): void {
    this.received(this.#seq);
  }

  /** Whether its receiver, of whom nobody said that they left, has not been in the call for long. */
  isGivenUp(isThere: boolean, now: number): boolean {
    this.#goneSince = isThere ? null : (this.#goneSince ?? now);
    return this.#goneSince !== null && now - this.#goneSince > GIVEN_UP_AFTER_MS;
  }

  /** The first of what is to be sent again, or was never sent. */
  overdue(now: number): Unreceived[] {
    const overdue: Unreceived[] = [];
    let bytes = 0;
    for (const message of this.#unreceived) {
      if (message.sentAt !== null && now - message.sentAt < OVERDUE_MS) continue;
      bytes += message.bytes.length;
      if (overdue.length > 0 && bytes > AGAIN_MAX_BYTES) break;
      overdue.push(message);
    }
    return overdue;
  }
}
