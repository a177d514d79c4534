import type { Grants } from '@ottogi/protocol';

/** Whoever asks something of a room, as far as the room needs to know them. */
export interface Visitor {
  readonly personId: string;
  readonly grants: Grants;
  /** Rooms whose password this session has given, and the hash that it was right for. */
  readonly unlocked: Map<string, string>;
  /** Taken from at each password that is tried. */
  readonly guesses: { /** @throws RequestError `tooManyRequests` */ take(): void };
}
