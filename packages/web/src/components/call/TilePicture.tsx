import { useState } from 'react';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { useTrack } from '../../hooks/useTrack.ts';
import type { Tile } from '../../model/tiles.ts';
import { PictureComing } from './PictureComing.tsx';
import styles from './TilePicture.module.css';

interface TilePictureProps {
  tile: Tile;
  track: MediaStreamTrack;
  /** Shows all of the picture, with bars where the shape differs; else the tile is filled. */
  whole: boolean;
}

/** Shows itself with its first frame; until then the tile says that it is coming. */
export function TilePicture({ tile, track, whole }: TilePictureProps) {
  const [{ mirror }] = useCallPreferences();
  const ref = useTrack<HTMLVideoElement>(track);
  const [shown, setShown] = useState<MediaStreamTrack | null>(null);
  // A phone held upright, shown large: faces are not to be cut off.
  const [upright, setUpright] = useState(false);
  return (
    <>
      <video
        ref={ref}
        className={styles.video}
        data-peer-id={tile.peerId}
        data-peer-name={tile.name}
        data-source={tile.source}
        data-mirrored={tile.own && tile.source === 'camera' && mirror}
        data-whole={tile.source === 'screen' || (whole && upright)}
        data-shown={shown === track}
        muted
        autoPlay
        playsInline
        onLoadedData={() => setShown(track)}
        onResize={({ currentTarget: { videoWidth, videoHeight } }) =>
          setUpright(videoHeight > videoWidth)
        }
      />
      {shown !== track && <PictureComing tile={tile} />}
    </>
  );
}
