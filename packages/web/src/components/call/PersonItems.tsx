import { ownRoom } from '@ottogi/client';
import { Eye, EyeOff, ShieldCheck } from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Tile } from '../../model/tiles.ts';
import { SendFileItem } from './SendFileItem.tsx';
import { TileMenuItem } from './TileMenuItem.tsx';

interface PersonItemsProps {
  tile: Tile;
  /** The menu did what it is for. */
  onDone: () => void;
}

/** What there is to do between oneself and somebody else, and no matter of anybody besides. */
export function PersonItems({ tile, onDone }: PersonItemsProps) {
  const texts = useTexts();
  const { callView, shell } = useApp();
  const { peerId, personId } = tile;
  const hidden = useCallView((view) => view.hiddenPictures.has(personId));
  const linked = useRoomState(
    (state) => ownRoom(state)?.topology === 'mesh' && state.links.has(peerId),
  );
  const done = (act: () => void) => () => {
    act();
    onDone();
  };
  return (
    <>
      <TileMenuItem
        icon={hidden ? <Eye /> : <EyeOff />}
        onClick={done(() => callView.togglePicture(personId))}
      >
        {hidden ? texts.call.showPicture : texts.call.hidePicture}
      </TileMenuItem>
      <SendFileItem tile={tile} onDone={onDone} />
      {linked && window.isSecureContext && (
        <TileMenuItem icon={<ShieldCheck />} onClick={done(() => shell.open({ kind: 'codes' }))}>
          {texts.codes.show}
        </TileMenuItem>
      )}
    </>
  );
}
