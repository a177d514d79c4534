import { useContext } from 'react';
import { useTexts } from '../../hooks/app.ts';
import type { Tile } from '../../model/tiles.ts';
import { ReactionsContext } from './useReactions.ts';

/** Reactions for those who don't see them. */
export function ReactionNews({ people }: { people: readonly Tile[] }) {
  const texts = useTexts();
  const latest = useContext(ReactionsContext).at(-1);
  const tile = latest && people.find(({ peerId }) => peerId === latest.peerId);
  return (
    <p className="visually-hidden" aria-live="polite">
      {tile && texts.call.reacted(tile.own ? texts.you : tile.name, latest.emoji)}
    </p>
  );
}
