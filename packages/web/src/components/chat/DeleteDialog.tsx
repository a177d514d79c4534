import type { MessageDocument } from '@ottogi/client';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';

interface DeleteDialogProps {
  message: MessageDocument;
  onClose: () => void;
}

/** Asks before a message is gone for everybody. */
export function DeleteDialog({ message: { roomId, messageSeq }, onClose }: DeleteDialogProps) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={texts.chat.deleteTitle}
      text={texts.chat.deleteText}
      action={texts.chat.delete}
      onConfirm={() => {
        onClose();
        act(client.chat.remove(roomId, messageSeq));
      }}
    />
  );
}
