/** Ties what the page shows to what the SDK asks the server for. */
import type { RoomClient, TrackKey } from '@ottogi/client';
import { createContext, type RefObject, useContext, useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';
import { type Place, VisibleTiles } from '../../model/call/VisibleTiles.ts';

export const VisibleTilesContext = createContext<VisibleTiles | null>(null);

/** One for each call; it says what can be seen, and after the call that nothing can. */
export function useVisibleTiles(): VisibleTiles {
  const { client } = useApp();
  const [visible] = useState(() => watchedBy(client));
  useEffect(() => {
    const tell = () => visible.setPageVisible(!document.hidden);
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [visible]);
  return visible;
}

function watchedBy(client: RoomClient): VisibleTiles {
  return new VisibleTiles({
    report: (sizes) => client.views.set(sizes),
    beforeNextFrame(callback) {
      // A hidden page draws no frames, and may show a tile in a window of its own all the same.
      if (document.hidden) {
        const timer = setTimeout(callback);
        return () => clearTimeout(timer);
      }
      const frame = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(frame);
    },
  });
}

/** Tells how large an element shows a picture, in physical pixels, while it does (`key` not null). */
export function useVisibleSize(
  element: RefObject<HTMLElement | null>,
  key: TrackKey | null,
  place: Place = 'stage',
): void {
  const visible = useContext(VisibleTilesContext);
  useEffect(() => {
    const shown = element.current;
    const view = shown?.ownerDocument.defaultView;
    if (!shown || !view || !visible || key === null) return;
    const measure = () => {
      const { clientWidth, clientHeight } = shown;
      const ratio = view.devicePixelRatio;
      const size = { width: clientWidth * ratio, height: clientHeight * ratio };
      visible.set(place, key, { width: Math.round(size.width), height: Math.round(size.height) });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    measure();
    return () => {
      observer.disconnect();
      visible.remove(place, key);
    };
  }, [visible, element, key, place]);
}
