import type { TrackKey } from '@ottogi/client';
import { type RefObject, useEffect, useState } from 'react';
import { useRoomState } from '../../hooks/app.ts';

const LOOK_EVERY_MS = 30;

/** A tile that shows nothing by then had better say so itself. */
const MOST_MS = 500;

interface Overlap {
  /** The mix that is on the stage; it lies over the tiles. */
  mix: TrackKey | null;
  showsTiles: boolean;
  onMixShown: () => void;
}

/**
 * Where the mix takes the place of the tiles, or the tiles that of the mix, both are on the stage
 * until what comes shows its first frames.
 */
export function useOverlap(area: RefObject<HTMLElement | null>): Overlap {
  const { picture } = useRoomState((state) => state.downlink);
  const [mix, setMix] = useState(picture);
  const [shown, setShown] = useState<TrackKey | null>(null);
  if (picture && mix !== picture) setMix(picture);
  useEffect(() => {
    if (picture) return;
    const since = performance.now();
    const timer = setInterval(() => {
      const waiting = area.current?.querySelector('[data-tile] video[data-shown=false]');
      if (waiting && performance.now() - since < MOST_MS) return;
      clearInterval(timer);
      setMix(null);
      setShown(null);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [picture, area]);
  return {
    mix,
    showsTiles: !picture || shown !== picture,
    onMixShown: () => setShown(picture),
  };
}
