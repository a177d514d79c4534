import { ImageOff, LoaderCircle } from 'lucide-react';
import { useRoomState, useTexts, useVisit } from '../../hooks/app.ts';
import { useAfter } from '../../hooks/useAfter.ts';
import type { Tile } from '../../model/tiles.ts';
import { Button } from '../ui/Button.tsx';
import styles from './PictureComing.module.css';

/** Longer than a first frame takes on a slow network. */
const OVERDUE_MS = 5_000;

/** In place of a picture that is published, but not here yet: never a black rectangle. */
export function PictureComing({ tile }: { tile: Tile }) {
  const texts = useTexts();
  const visit = useVisit();
  const overdue = useAfter(OVERDUE_MS);
  const blocked = useRoomState(({ call }) => call.status === 'joined' && call.media === 'blocked');
  return (
    <output className={styles.coming}>
      {blocked ? (
        <ImageOff className={styles.icon} aria-hidden="true" />
      ) : (
        <LoaderCircle className={styles.spinner} aria-hidden="true" />
      )}
      <span className={styles.text}>
        {blocked ? texts.call.pictureBlocked : texts.call.pictureComing}
      </span>
      {overdue && !blocked && !tile.own && (
        <Button
          className={styles.again}
          onClick={() => void visit.askFor(tile.peerId, tile.source)}
        >
          {texts.call.askForPicture}
        </Button>
      )}
    </output>
  );
}
