import type { RoomDocument } from '@ottogi/client';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';

export function DeleteRoomDialog({ room, onClose }: { room: RoomDocument; onClose: () => void }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={texts.rooms.deleteTitle(room.name)}
      text={texts.rooms.deleteText}
      action={texts.rooms.deleteAction}
      onConfirm={() => {
        onClose();
        act(client.rooms.remove(room.roomId));
      }}
    />
  );
}
