import type { CallState } from '@ottogi/client';
import { useMemo } from 'react';
import { useRoomState, useTexts } from '../hooks/app.ts';
import { useSize } from '../hooks/useSize.ts';
import { arrange } from '../model/layout.ts';
import { tilesOf } from '../model/tiles.ts';
import styles from './Stage.module.css';
import { TileView } from './TileView.tsx';

const GAP = 12;
const NARROW_GAP = 8;
const NARROW = 480;

/** Everybody in the call, and every screen that is shared. */
export function Stage({ call }: { call: CallState }) {
  const texts = useTexts();
  const rooms = useRoomState((state) => state.rooms);
  const local = useRoomState((state) => state.local);
  const tracks = useRoomState((state) => state.tracks);
  const [ref, size] = useSize();

  const tiles = useMemo(
    () => tilesOf({ call, rooms, local, tracks }),
    [call, rooms, local, tracks],
  );
  const places = useMemo(() => {
    if (!size) return null;
    const gap = size.width < NARROW ? NARROW_GAP : GAP;
    return arrange(tiles.screens.length, tiles.people.length, size, gap);
  }, [size, tiles]);

  const placed = places && [
    ...tiles.screens.map((tile, index) => ({ tile, rect: places.screens[index]! })),
    ...tiles.people.map((tile, index) => ({ tile, rect: places.people[index]! })),
  ];
  const alone = tiles.people.length === 1 && tiles.screens.length === 0;

  return (
    <div className={styles.stage}>
      <div className={styles.scroller} ref={ref}>
        <div className={styles.tiles} style={{ height: places?.height }}>
          {placed?.map(({ tile, rect }) => (
            <TileView key={tile.key} tile={tile} rect={rect} />
          ))}
        </div>
      </div>
      {alone && <p className={styles.alone}>{texts.aloneHere}</p>}
    </div>
  );
}
