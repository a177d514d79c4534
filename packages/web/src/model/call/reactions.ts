/** Emoji that people show for a moment. */
import type { ClientEvents } from '@ottogi/client';

/** What the button offers; the protocol takes any emoji. */
export const REACTIONS = ['👍', '❤️', '😂', '🎉', '👏', '😮', '🤔', '👎'] as const;

export interface Reaction {
  id: number;
  peerId: string;
  emoji: string;
}

export const REACTION_SHOWN_MS = 4_000;

/** A crowd that applauds is seen as one that applauds, not as a wall. */
const MOST_SHOWN = 40;

export function withReaction(
  reactions: readonly Reaction[],
  { peerId, emoji }: ClientEvents['reaction'],
  id: number,
): Reaction[] {
  return [...reactions, { id, peerId, emoji }].slice(-MOST_SHOWN);
}
