import { HAND_OVER_MAX_BYTES, ownRoom } from '@ottogi/client';
import { FileUp, TriangleAlert } from 'lucide-react';
import { chooseFile } from '../../browser.ts';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { sizeText } from '../../model/chat/files.ts';
import type { Tile } from '../../model/tiles.ts';
import { useToast } from '../ui/Toast.tsx';
import { TileMenuItem } from './TileMenuItem.tsx';

/** Hands a file over to whoever this tile is of, where data may go to them. */
export function SendFileItem({ tile, onDone }: { tile: Tile; onDone: () => void }) {
  const texts = useTexts();
  const { client, language } = useApp();
  const act = useAct();
  const toast = useToast();
  const may = useRoomState((state) => state.grants.chat && !ownRoom(state)?.encrypted);
  if (!may) return null;

  async function send() {
    const file = await chooseFile();
    if (!file) return;
    if (file.size > HAND_OVER_MAX_BYTES) {
      const title = texts.files.tooLarge(file.name, sizeText(HAND_OVER_MAX_BYTES, language));
      toast.show({ title, look: 'bad', icon: <TriangleAlert /> });
      return;
    }
    await client.files.offer(tile.peerId, file);
  }

  return (
    <TileMenuItem
      icon={<FileUp />}
      onClick={() => {
        act(send());
        onDone();
      }}
    >
      {texts.files.send}
    </TileMenuItem>
  );
}
