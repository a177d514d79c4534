import { type RefObject, useMemo } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { inDocumentOrder, type Scene } from '../../model/call/scene.ts';
import type { Tiles } from '../../model/tiles.ts';
import { MixView } from './MixView.tsx';
import { Pager } from './Pager.tsx';
import styles from './Stage.module.css';
import { TileView } from './TileView.tsx';
import { useSwipe } from './useSwipe.ts';

interface StageProps {
  tiles: Tiles;
  /** Null until the stage was measured. */
  scene: Scene | null;
  /** The element whose size the scene is made for. */
  area: RefObject<HTMLDivElement | null>;
}

/** Everybody in the call, and every screen that is shared. */
export function Stage({ tiles, scene, area }: StageProps) {
  const texts = useTexts();
  const { callView } = useApp();
  const page = scene?.page ?? 0;
  const swipe = useSwipe((direction) => callView.showPage(page + direction));
  const placed = useMemo(
    () => scene && inDocumentOrder(scene.placed, [...tiles.screens, ...tiles.people]),
    [scene, tiles],
  );
  const { picture } = useRoomState((state) => state.downlink);
  const alone = tiles.people.length === 1 && tiles.screens.length === 0;

  return (
    <section className={styles.stage} aria-label={texts.call.stage}>
      <div className={styles.area} ref={area} {...swipe}>
        {picture && <MixView picture={picture} tiles={tiles} />}
        {!picture && placed?.map((each) => <TileView key={each.tile.key} placed={each} />)}
      </div>
      {scene && scene.pages > 1 && !picture && <Pager page={page} pages={scene.pages} />}
      {alone && <p className={styles.alone}>{texts.call.aloneHere}</p>}
    </section>
  );
}
