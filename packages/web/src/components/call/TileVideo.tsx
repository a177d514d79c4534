import { useState } from 'react';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { useTrack } from '../../hooks/useTrack.ts';
import type { Tile } from '../../model/tiles.ts';
import { keepFloating } from './floating.ts';
import styles from './TileVideo.module.css';

interface TileVideoProps {
  tile: Tile;
  track: MediaStreamTrack;
  /** Shows all of the picture, with bars where the shape differs; else the tile is filled. */
  whole: boolean;
  /** Whether its first frame is here. */
  shown: boolean;
  /** Whether it takes the place of another, and so does not fade in. */
  follows: boolean;
  onShown: () => void;
}

/** One track, in an element of its own, so that the former one can stay until this one shows. */
export function TileVideo({ tile, track, whole, shown, follows, onShown }: TileVideoProps) {
  const [{ mirror }] = useCallPreferences();
  const ref = useTrack<HTMLVideoElement>(track);
  // As it began: by the time that it is shown there is no other any more.
  const [atOnce] = useState(follows);
  // A phone held upright, shown large: faces are not to be cut off.
  const [upright, setUpright] = useState(false);
  return (
    <video
      ref={ref}
      className={styles.video}
      data-peer-id={tile.peerId}
      data-peer-name={tile.name}
      data-source={tile.source}
      data-mirrored={tile.own && tile.source === 'camera' && mirror}
      data-whole={tile.source === 'screen' || (whole && upright)}
      data-shown={shown}
      data-at-once={atOnce}
      muted
      autoPlay
      playsInline
      onLoadedData={({ currentTarget }) => {
        keepFloating(currentTarget);
        onShown();
      }}
      onResize={({ currentTarget: { videoWidth, videoHeight } }) =>
        setUpright(videoHeight > videoWidth)
      }
    />
  );
}
