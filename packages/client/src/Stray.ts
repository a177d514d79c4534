import { type ClientError, isSelfMending, toClientError } from './errors.ts';
import type { Requests } from './Signal.ts';

/** What the server may hold that nobody wants: a membership by its token, or the session's own. */
export class Stray {
  readonly #signal: Requests;
  #held: { resumeToken?: string } | null = null;

  constructor(signal: Requests) {
    this.#signal = signal;
  }

  /** Whether there is one to leave. */
  get noted(): boolean {
    return this.#held !== null;
  }

  /** @param resumeToken Null for whatever the session itself is in. */
  note(resumeToken: string | null): void {
    this.#held = resumeToken === null ? {} : { resumeToken };
  }

  forget(): void {
    this.#held = null;
  }

  /** What was the session's own is so no more. */
  disconnected(): void {
    if (!this.#held?.resumeToken) this.#held = null;
  }

  /**
   * Tells the server.
   * @returns An error where it is worth another try after a while; `own` once the session is in no
   *   room; null otherwise, also where the next connection has to do it. Never rejects.
   */
  async leave(): Promise<ClientError | 'own' | null> {
    const held = this.#held;
    if (!held) return null;
    try {
      await this.#signal.request('leave', held);
    } catch (thrown) {
      const error = toClientError(thrown, 'internal');
      if (error.code === 'serverUnreachable') return null;
      // `notJoined` is what was wanted, and where it cannot be mended it is over too.
      if (isSelfMending(error) && this.#held === held) return error;
    }
    if (this.#held === held) this.#held = null;
    return held.resumeToken ? null : 'own';
  }
}
