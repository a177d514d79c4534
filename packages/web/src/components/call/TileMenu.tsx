import { isOwner, ownRoom } from '@ottogi/client';
import {
  Ban,
  ChartNoAxesColumn,
  Eye,
  EyeOff,
  Maximize,
  Minimize,
  PictureInPicture2,
  Pin,
  PinOff,
} from 'lucide-react';
import { type ReactNode, useContext } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Tile } from '../../model/tiles.ts';
import { PictureInPictureContext } from './pictureInPicture.ts';
import styles from './TileMenu.module.css';
import { VolumeControl } from './VolumeControl.tsx';

interface TileMenuProps {
  tile: Tile;
  /** The menu did what it is for. */
  onDone: () => void;
  onBan: () => void;
}

/** What can be done about one tile. */
export function TileMenu({ tile, onDone, onBan }: TileMenuProps) {
  const texts = useTexts();
  const { callView } = useApp();
  const view = useCallView((state) => state);
  const floating = useContext(PictureInPictureContext);
  const pinned = view.pinned.includes(tile.key);
  const full = view.fullScreen !== 'off';
  const hidden = view.hiddenPictures.has(tile.personId);
  const isScreen = tile.source === 'screen';
  const bannable = useOwnsRoom() && !tile.own && !isScreen;
  const done = (act: () => void) => () => {
    act();
    onDone();
  };

  return (
    <div className={styles.menu}>
      {!tile.own && <VolumeControl tile={tile} what={isScreen ? 'stream' : 'voice'} />}
      <div className={styles.items}>
        <Item
          icon={pinned ? <PinOff /> : <Pin />}
          onClick={done(() => callView.togglePin(tile.key))}
        >
          {pinned ? texts.call.unpin : texts.call.pin}
        </Item>
        <Item
          icon={full ? <Minimize /> : <Maximize />}
          onClick={done(() => callView.toggleFullScreen(tile.key))}
        >
          {full ? texts.call.leaveFullScreen : texts.call.fullScreen}
        </Item>
        {floating?.supported && tile.picture.status === 'live' && (
          <Item icon={<PictureInPicture2 />} onClick={done(() => floating.open(tile.key))}>
            {texts.call.pictureInPicture}
          </Item>
        )}
        {!tile.own && !isScreen && (
          <Item
            icon={hidden ? <Eye /> : <EyeOff />}
            onClick={done(() => callView.togglePicture(tile.personId))}
          >
            {hidden ? texts.call.showPicture : texts.call.hidePicture}
          </Item>
        )}
        <Item icon={<ChartNoAxesColumn />} onClick={done(() => callView.toggleStatistics())}>
          {view.statistics ? texts.call.hideStatistics : texts.call.statistics}
        </Item>
        {bannable && (
          <Item icon={<Ban />} look="danger" onClick={done(onBan)}>
            {texts.call.ban}
          </Item>
        )}
      </div>
    </div>
  );
}

interface ItemProps {
  icon: ReactNode;
  look?: 'plain' | 'danger';
  onClick: () => void;
  children: ReactNode;
}

function Item({ icon, look = 'plain', onClick, children }: ItemProps) {
  return (
    <button type="button" className={styles.item} data-look={look} onClick={onClick}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      {children}
    </button>
  );
}

/** Only whoever made the room may ban from it. */
function useOwnsRoom(): boolean {
  return useRoomState((state) => {
    const room = ownRoom(state);
    return room !== undefined && isOwner(state, room);
  });
}
