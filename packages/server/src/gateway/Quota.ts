import { tooManyRequests } from '../limits/RateLimit.ts';

/** When to look again whether something under way has ended, which nobody can foretell. */
export const BUSY_MS = 1_000;

/** So many at a time, and no more: whoever asks for one more is told so at once. */
export class Quota {
  readonly #most: number;
  #underWay = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws RequestError `tooManyRequests`, and whatever the task throws */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.#most) {
      throw tooManyRequests(BUSY_MS, `${this.#most} such requests are under way already`);
    }
    this.#underWay += 1;
    try {
      return await task();
    } finally {
      this.#underWay -= 1;
    }
  }
}
