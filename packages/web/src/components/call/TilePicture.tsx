import { useState } from 'react';
import type { Tile } from '../../model/tiles.ts';
import { PictureComing } from './PictureComing.tsx';
import { TileVideo } from './TileVideo.tsx';

interface TilePictureProps {
  tile: Tile;
  track: MediaStreamTrack;
  /** Shows all of the picture, with bars where the shape differs; else the tile is filled. */
  whole: boolean;
}

/**
 * Shows itself with its first frame; until then the tile says that it is coming. Where another track
 * takes the place of one, as with a change of topology, the former one stays until then.
 */
export function TilePicture({ tile, track, whole }: TilePictureProps) {
  const [shown, setShown] = useState<MediaStreamTrack | null>(null);
  const tracks = shown && shown !== track ? [shown, track] : [track];
  return (
    <>
      {tracks.map((each) => (
        <TileVideo
          key={each.id}
          tile={tile}
          track={each}
          whole={whole}
          shown={each === shown}
          follows={shown !== null}
          onShown={() => setShown(each)}
        />
      ))}
      {!shown && <PictureComing tile={tile} />}
    </>
  );
}
