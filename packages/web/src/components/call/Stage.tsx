import { type RefObject, useMemo } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { inDocumentOrder, type Scene } from '../../model/call/scene.ts';
import type { Tiles } from '../../model/tiles.ts';
import { MixView } from './MixView.tsx';
import { Pager } from './Pager.tsx';
import styles from './Stage.module.css';
import { TileView } from './TileView.tsx';
import { useOverlap } from './useOverlap.ts';
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
  const { mix, showsTiles, onMixShown } = useOverlap(area);
  const alone = tiles.people.length === 1 && tiles.screens.length === 0;

  return (
    <section className={styles.stage} aria-label={texts.call.stage}>
      <div className={styles.area} ref={area} {...swipe}>
        {showsTiles && placed?.map((each) => <TileView key={each.tile.key} placed={each} />)}
        {mix && <MixView picture={mix} tiles={tiles} onShown={onMixShown} />}
      </div>
      {scene && scene.pages > 1 && !mix && <Pager page={page} pages={scene.pages} />}
      {alone && <p className={styles.alone}>{texts.call.aloneHere}</p>}
    </section>
  );
}
