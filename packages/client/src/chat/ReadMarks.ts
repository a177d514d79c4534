import { backoffMs } from '../backoff.ts';
import { Convergence } from '../Convergence.ts';
import { isSelfMending, toClientError } from '../errors.ts';
import type { Requests } from '../Signal.ts';

/**
 * Tells the server up to where each room is read: one request at a time, and of a burst only the
 * last word.
 */
export class ReadMarks {
  readonly #signal: Requests;
  readonly #convergence = new Convergence(() => this.#step());
  /** By room, what the server has not heard yet. */
  readonly #untold = new Map<string, number>();
  #online = false;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: Requests) {
    this.#signal = signal;
  }

  mark(roomId: string, messageSeq: number): void {
    this.#untold.set(roomId, Math.max(messageSeq, this.#untold.get(roomId) ?? 0));
    void this.#convergence.run();
  }

  connected(): void {
    this.#online = true;
    this.#failures = 0;
    this.#cancelRetry();
    void this.#convergence.run();
  }

  disconnected(): void {
    this.#online = false;
    this.#cancelRetry();
  }

  async #step(): Promise<boolean> {
    const [next] = this.#untold;
    if (!next || !this.#online || this.#retryTimer !== undefined) return false;
    const [roomId, messageSeq] = next;
    try {
      await this.#signal.request('markRead', { roomId, messageSeq });
      this.#failures = 0;
    } catch (thrown) {
      if (isSelfMending(toClientError(thrown, 'internal'))) {
        this.#retryLater();
        return false;
      }
      // The room is gone, or the mark is none.
    }
    if (this.#untold.get(roomId) === messageSeq) this.#untold.delete(roomId);
    return true;
  }

  #retryLater(): void {
    if (!this.#online) return;
    this.#retryTimer = setTimeout(
      () => {
        this.#retryTimer = undefined;
        void this.#convergence.run();
      },
      backoffMs(this.#failures++),
    );
  }

  #cancelRetry(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }
}
