import type { Grants } from '@ottogi/protocol';
import type { Allowance } from '../limits/RateLimit.ts';
import type { Lobby } from './Lobby.ts';

/** Whoever asks something of a room, as far as the room needs to know them. */
export interface Visitor {
  readonly personId: string;
  /** From where they come, as `limits/address.ts` writes it. */
  readonly address: string;
  readonly grants: Grants;
  /** Rooms whose password this session has given, and the hash that it was right for. */
  readonly unlocked: Map<string, string>;
  /** Taken from at each password that is tried; what was right is given back. */
  readonly guesses: Allowance;
  /** Where they were let in, and so may enter again until they leave. */
  entry: Entry | null;
  /** Where they wait to be let in: in one place at a time. */
  lobby: Lobby | null;
}

export interface Entry {
  readonly roomId: string;
  /** How often they had been removed from the room by then (`Guard.removals`). */
  readonly removals: number;
}
