import type { Allowance } from '../limits/RateLimit.ts';

/** Whoever asks something of a room, as far as the room needs to know them. */
export interface Visitor {
  readonly personId: string;
  /** Rooms whose password this session has given, and the hash that it was right for. */
  readonly unlocked: Map<string, string>;
  /** Taken from at each password that is tried; what was right is given back. */
  readonly guesses: Allowance;
}
