import { ownRoom, type RoomClient } from '@ottogi/client';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import type { Tile } from '../../model/tiles.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { useToast } from '../ui/Toast.tsx';

/** What is done to somebody only after it was asked again. */
export type Asked = 'remove' | 'ban' | 'handOn';

const ACTIONS = {
  remove: ({ moderation }, roomId, personId) => moderation.remove(roomId, personId),
  ban: ({ moderation }, roomId, personId) => moderation.ban(roomId, personId),
  handOn: ({ moderation }, roomId, personId) => moderation.handOn(roomId, personId),
} as const satisfies Record<
  Asked,
  (client: RoomClient, roomId: string, personId: string) => Promise<void>
>;

interface PersonDialogProps {
  tile: Tile;
  asked: Asked;
  onClose: () => void;
}

/** Asks whether it is meant. Closes with their tile when they go. */
export function PersonDialog({ tile, asked, onClose }: PersonDialogProps) {
  const texts = useTexts();
  const { client } = useApp();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const { title, text, action, failed } = texts.call.asking[asked];

  async function confirm() {
    const room = ownRoom(client.getSnapshot());
    if (!room) return onClose();
    setBusy(true);
    try {
      await ACTIONS[asked](client, room.roomId, tile.personId);
    } catch {
      toast.show({ title: failed(tile.name), look: 'bad' });
    }
    onClose();
  }

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={title(tile.name)}
      text={text}
      action={action}
      busy={busy}
      onConfirm={() => void confirm()}
    />
  );
}
