import { Convergence } from '../Convergence.ts';
import { isSelfMending, toClientError } from '../errors.ts';
import { Retry } from '../Retry.ts';
import type { Requests } from '../Signal.ts';

/**
 * Tells the server up to where each room is read: one request at a time, and of a burst only the
 * last word.
 */
export class ReadMarks {
  readonly #signal: Requests;
  readonly #convergence = new Convergence(() => this.#step());
  readonly #retry = new Retry(() => void this.#convergence.run());
  /** By room, what the server has not heard yet. */
  readonly #untold = new Map<string, number>();
  #online = false;

  constructor(signal: Requests) {
    this.#signal = signal;
  }

  mark(roomId: string, messageSeq: number): void {
    this.#untold.set(roomId, Math.max(messageSeq, this.#untold.get(roomId) ?? 0));
    void this.#convergence.run();
  }

  connected(): void {
    this.#online = true;
    this.#retry.reset();
    void this.#convergence.run();
  }

  disconnected(): void {
    this.#online = false;
    this.#retry.cancel();
  }

  async #step(): Promise<boolean> {
    const [next] = this.#untold;
    if (!next || !this.#online || this.#retry.waiting) return false;
    const [roomId, messageSeq] = next;
    try {
      await this.#signal.request('markRead', { roomId, messageSeq });
      this.#retry.reset();
    } catch (thrown) {
      const error = toClientError(thrown, 'internal');
      if (isSelfMending(error)) {
        if (this.#online) this.#retry.later(error);
        return false;
      }
      // The room is gone, or the mark is none.
    }
    if (this.#untold.get(roomId) === messageSeq) this.#untold.delete(roomId);
    return true;
  }
}
