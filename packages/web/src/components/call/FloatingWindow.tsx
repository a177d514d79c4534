import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import type { Tile, Tiles } from '../../model/tiles.ts';
import { Avatar, hueStyle } from '../Avatar.tsx';
import { openFloatingWindow, floatsWindows, floatVideo, floatsVideos } from './floating.ts';
import styles from './FloatingWindow.module.css';
import type { Floating, PictureInPicture } from './pictureInPicture.ts';
import { TilePicture } from './TilePicture.tsx';
import { useVisibleSize } from './visibleTiles.ts';

/**
 * Picture in picture: a window of our own where the browser has such, else the browser's player of
 * one video. Returns the way to open it, and what of it belongs into the page.
 */
export function useFloatingWindow(
  tiles: Tiles,
  spotlight: string | null,
): [PictureInPicture, ReactNode] {
  const [shown, setShown] = useState<{ what: Floating; window: Window } | null>(null);
  const current = useRef<Window>(null);
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
      current.current?.close();
    };
  }, []);

  const pictureInPicture = useMemo<PictureInPicture>(
    () => ({
      supported: floatsWindows() || floatsVideos(),
      floating: shown?.what ?? null,
      open(what) {
        if (!floatsWindows()) return floatVideo(what);
        current.current?.close();
        void openFloatingWindow(() => setShown(null)).then((window) => {
          // Whoever left the call meanwhile has nothing to float.
          if (!mounted.current) return window?.close();
          current.current = window;
          if (window) setShown({ what, window });
        });
      },
      close: () => current.current?.close(),
    }),
    [shown],
  );

  const tile = shown && tileFor(shown.what, tiles, spotlight);
  const content =
    shown && tile ? createPortal(<FloatingTile tile={tile} />, shown.window.document.body) : null;
  return [pictureInPicture, content];
}

function tileFor(
  what: Floating,
  { people, screens }: Tiles,
  spotlight: string | null,
): Tile | null {
  const asked = [...screens, ...people].find(({ key }) => key === what);
  const speaker = people.find(({ peerId }) => peerId === spotlight);
  // When what was asked for is gone, whoever talks takes its place.
  return asked ?? screens.find(({ own }) => !own) ?? speaker ?? people[0] ?? null;
}

function FloatingTile({ tile }: { tile: Tile }) {
  const texts = useTexts();
  const { visit } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const muted = useRoomState(
    ({ local }) => local.microphone.status !== 'live' || local.microphone.paused,
  );
  useVisibleSize(ref, tile.own || tile.picture.status === 'none' ? null : tile.key, 'window');
  return (
    <div ref={ref} className={styles.tile} style={hueStyle(tile.hue)}>
      <Avatar name={tile.name} hue={tile.hue} />
      {tile.picture.status === 'live' && (
        <TilePicture key={tile.key} tile={tile} track={tile.picture.track} whole />
      )}
      <div className={styles.bar}>
        <bdi className={styles.name}>{tile.own ? texts.you : tile.name}</bdi>
        <button type="button" onClick={() => void visit.toggle('microphone')}>
          {muted ? texts.call.turnOn.microphone : texts.call.turnOff.microphone}
        </button>
        <button type="button" data-look="danger" onClick={() => void visit.leave()}>
          {texts.call.leave}
        </button>
      </div>
    </div>
  );
}
