import type { NotificationData } from '@ottogi/protocol';
import type { JoinWish } from './JoinWish.ts';

export type KnockAnswer = 'admitted' | NotificationData<'knockEnded'>['reason'];

/** Waiting to be let into a room, as far as the server knows of it. */
export class Knock {
  #wish: JoinWish | null = null;
  #early: KnockAnswer | null = null;

  /** With which one waits; null while one does not. */
  get wish(): JoinWish | null {
    return this.#wish;
  }

  /** A join is on its way: what was answered before was about another one. */
  asked(): void {
    this.#early = null;
  }

  /**
   * The server has one wait.
   * @returns How that ended already: by long polling the word on it may be worked off first.
   */
  begin(wish: JoinWish): KnockAnswer | null {
    this.#wish = wish;
    return this.#early;
  }

  /** @returns The wish that it was about; null if the join has not been answered yet. */
  answered(answer: KnockAnswer): JoinWish | null {
    const wish = this.#wish;
    this.#wish = null;
    this.#early = wish ? null : answer;
    return wish;
  }

  /** The server knows of none any more, or is about to be told. */
  end(): void {
    this.#wish = null;
  }
}
