import { MicOff, MonitorUp } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../hooks/app.ts';
import { useSpeaking } from '../hooks/useSpeaking.ts';
import { useTrack } from '../hooks/useTrack.ts';
import type { Rect } from '../model/layout.ts';
import type { Tile } from '../model/tiles.ts';
import { Avatar, hueStyle } from './Avatar.tsx';
import { PictureComing } from './PictureComing.tsx';
import styles from './TileView.module.css';

/** One person or one shared screen on the stage. */
export function TileView({ tile, rect }: { tile: Tile; rect: Rect }) {
  const texts = useTexts();
  const { peerId, name, source, own, picture } = tile;
  const isScreen = source === 'screen';
  const speaking = useSpeaking(peerId) && !tile.muted && !isScreen;
  const label = own ? texts.you : name;
  const title = isScreen ? (own ? texts.yourScreen : texts.screenOf(name)) : label;

  return (
    <figure
      className={styles.tile}
      style={{ ...hueStyle(name), ...placeStyle(rect) }}
      data-tile={source}
      data-own={own}
      data-speaking={speaking}
    >
      {!isScreen && <Avatar name={name} />}
      {picture.status === 'live' ? (
        <Video tile={tile} track={picture.track} />
      ) : (
        picture.status === 'coming' && <PictureComing tile={tile} />
      )}
      <figcaption className={styles.label}>
        {isScreen && <MonitorUp aria-hidden="true" />}
        {!isScreen && tile.muted && (
          <span className={styles.muted} title={texts.muted}>
            <MicOff aria-hidden="true" />
            <span className="visually-hidden">{texts.muted}</span>
          </span>
        )}
        <bdi className={styles.name}>{title}</bdi>
      </figcaption>
    </figure>
  );
}

/** Shows itself with its first frame; until then the tile says that it is coming. */
function Video({ tile, track }: { tile: Tile; track: MediaStreamTrack }) {
  const ref = useTrack<HTMLVideoElement>(track);
  const [shown, setShown] = useState<MediaStreamTrack | null>(null);
  return (
    <>
      <video
        ref={ref}
        className={styles.video}
        data-peer-id={tile.peerId}
        data-peer-name={tile.name}
        data-source={tile.source}
        data-mirrored={tile.own && tile.source === 'camera'}
        data-shown={shown === track}
        muted
        autoPlay
        playsInline
        onLoadedData={() => setShown(track)}
      />
      {shown !== track && <PictureComing tile={tile} />}
    </>
  );
}

function placeStyle({ left, top, width, height }: Rect) {
  return { translate: `${left}px ${top}px`, width, height };
}
