import { ownRoom } from '@ottogi/client';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import type { Tile } from '../../model/tiles.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { useToast } from '../ui/Toast.tsx';

/** Asks whether somebody is to leave the room for good. Closes with their tile when they do. */
export function BanDialog({ tile, onClose }: { tile: Tile; onClose: () => void }) {
  const texts = useTexts();
  const { client } = useApp();
  const toast = useToast();
  const [busy, setBusy] = useState(false);

  async function ban() {
    const room = ownRoom(client.getSnapshot());
    if (!room) return onClose();
    setBusy(true);
    try {
      await client.rooms.ban(room.roomId, tile.personId);
    } catch {
      toast.show({ title: texts.call.banFailed(tile.name), look: 'bad' });
    }
    onClose();
  }

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={texts.call.banTitle(tile.name)}
      text={texts.call.banText}
      action={texts.call.ban}
      busy={busy}
      onConfirm={() => void ban()}
    />
  );
}
