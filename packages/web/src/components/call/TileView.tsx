import { type MouseEvent, useContext, useRef, useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import { useSpeaking } from '../../hooks/useSpeaking.ts';
import type { Placed } from '../../model/call/scene.ts';
import type { Rect } from '../../model/layout.ts';
import type { Picture, Tile } from '../../model/tiles.ts';
import { Avatar, hueStyle } from '../Avatar.tsx';
import { OtherKey } from './OtherKey.tsx';
import { PictureComing } from './PictureComing.tsx';
import { TileFigures } from './TileFigures.tsx';
import { TileLabel } from './TileLabel.tsx';
import { TilePicture } from './TilePicture.tsx';
import { TileTools } from './TileTools.tsx';
import styles from './TileView.module.css';
import { ReactionsContext } from './useReactions.ts';
import { useVisibleSize } from './visibleTiles.ts';

/** One person or one shared screen on the stage. */
export function TileView({ placed }: { placed: Placed }) {
  const { tile, rect, standing } = placed;
  const { callView } = useApp();
  const ref = useRef<HTMLElement>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const picture = useShownPicture(tile);
  const isScreen = tile.source === 'screen';
  const speaking = useSpeaking(tile.peerId) && !tile.muted && !isScreen;
  useVisibleSize(ref, tile.own || picture.status === 'none' ? null : tile.key);

  function onDoubleClick(event: MouseEvent) {
    if (!(event.target as Element).closest('button')) callView.toggleFullScreen(tile.key);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- shortcuts to what the menu button offers too
    <figure
      ref={ref}
      className={styles.tile}
      style={{ ...hueStyle(tile.hue), ...placeStyle(rect) }}
      data-tile={tile.source}
      data-own={tile.own}
      data-standing={standing}
      data-speaking={speaking}
      onDoubleClick={onDoubleClick}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenuOpen(true);
      }}
    >
      {!isScreen && <Avatar name={tile.name} hue={tile.hue} />}
      {picture.status === 'live' && (
        <TilePicture tile={tile} track={picture.track} whole={standing === 'featured'} />
      )}
      {picture.status === 'coming' && <PictureComing tile={tile} />}
      {tile.otherKey && <OtherKey />}
      {!isScreen && <Reactions peerId={tile.peerId} />}
      <TileFigures tile={tile} />
      <TileLabel tile={tile} />
      <TileTools tile={tile} open={menuOpen} onOpenChange={setMenuOpen} />
    </figure>
  );
}

const NONE: Picture = { status: 'none' };

/** A picture that one does not want to see is none; nor is it asked for. */
function useShownPicture({ own, personId, source, picture }: Tile): Picture {
  const hidden = useCallView((view) => view.hiddenPictures.has(personId));
  return hidden && !own && source === 'camera' ? NONE : picture;
}

function Reactions({ peerId }: { peerId: string }) {
  const texts = useTexts();
  const reactions = useContext(ReactionsContext).filter((reaction) => reaction.peerId === peerId);
  return reactions.map(({ id, emoji }) => (
    <span
      key={id}
      className={styles.reaction}
      style={{ insetInlineStart: `${30 + ((id * 37) % 40)}%` }}
      title={texts.call.reactions}
      aria-hidden="true"
    >
      {emoji}
    </span>
  ));
}

function placeStyle({ left, top, width, height }: Rect) {
  return { translate: `${left}px ${top}px`, width, height };
}
