import {
  ChartNoAxesColumn,
  Maximize,
  Minimize,
  PictureInPicture2,
  Pin,
  PinOff,
} from 'lucide-react';
import { useContext } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Tile } from '../../model/tiles.ts';
import { ModerationItems } from './ModerationItems.tsx';
import type { Asked } from './PersonDialog.tsx';
import { PersonItems } from './PersonItems.tsx';
import { PictureInPictureContext } from './pictureInPicture.ts';
import styles from './TileMenu.module.css';
import { TileMenuItem } from './TileMenuItem.tsx';
import { VolumeControl } from './VolumeControl.tsx';

interface TileMenuProps {
  tile: Tile;
  /** The menu did what it is for. */
  onDone: () => void;
  onAsk: (asked: Asked) => void;
}

/** What can be done about one tile. */
export function TileMenu({ tile, onDone, onAsk }: TileMenuProps) {
  const texts = useTexts();
  const { callView } = useApp();
  const view = useCallView((state) => state);
  const floating = useContext(PictureInPictureContext);
  const pinned = view.pinned.includes(tile.key);
  const full = view.fullScreen !== 'off';
  const isScreen = tile.source === 'screen';
  const done = (act: () => void) => () => {
    act();
    onDone();
  };

  return (
    <div className={styles.menu}>
      {!tile.own && <VolumeControl tile={tile} what={isScreen ? 'stream' : 'voice'} />}
      <div className={styles.items}>
        <TileMenuItem
          icon={pinned ? <PinOff /> : <Pin />}
          onClick={done(() => callView.togglePin(tile.key))}
        >
          {pinned ? texts.call.unpin : texts.call.pin}
        </TileMenuItem>
        <TileMenuItem
          icon={full ? <Minimize /> : <Maximize />}
          onClick={done(() => callView.toggleFullScreen(tile.key))}
        >
          {full ? texts.call.leaveFullScreen : texts.call.fullScreen}
        </TileMenuItem>
        {floating?.supported && tile.picture.status === 'live' && (
          <TileMenuItem icon={<PictureInPicture2 />} onClick={done(() => floating.open(tile.key))}>
            {texts.call.pictureInPicture}
          </TileMenuItem>
        )}
        {!tile.own && !isScreen && <PersonItems tile={tile} onDone={onDone} />}
        <TileMenuItem
          icon={<ChartNoAxesColumn />}
          onClick={done(() => callView.toggleStatistics())}
        >
          {view.statistics ? texts.call.hideStatistics : texts.call.statistics}
        </TileMenuItem>
      </div>
      {!tile.own && (
        <div className={styles.items}>
          <ModerationItems tile={tile} onAsk={onAsk} onDone={onDone} />
        </div>
      )}
    </div>
  );
}
