import { isOwner, type MessageDocument, type RoomState } from '@ottogi/client';
import { Copy, Pencil, Reply, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useCopy } from '../../hooks/useCopy.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './MessageActions.module.css';

/** What can be done with a message, while one points at it. */
export function MessageActions({ message }: { message: MessageDocument }) {
  const texts = useTexts();
  const copy = useCopy();
  const { drafts } = useApp();
  const own = useRoomState(({ person }) => person?.personId === message.personId);
  const deletable = useRoomState((state) => own || ownsRoom(state, message.roomId));
  const { roomId, messageSeq, text } = message;
  return (
    <div className={styles.actions} data-actions>
      <IconButton
        label={texts.chat.reply}
        size="small"
        onClick={() => {
          drafts.stopEditing(roomId);
          drafts.change(roomId, { replyTo: messageSeq });
        }}
      >
        <Reply aria-hidden="true" />
      </IconButton>
      {text !== '' && (
        <IconButton label={texts.chat.copyText} size="small" onClick={() => copy(text)}>
          <Copy aria-hidden="true" />
        </IconButton>
      )}
      {own && (
        <IconButton
          label={texts.chat.edit}
          size="small"
          onClick={() => drafts.edit(roomId, messageSeq, text)}
        >
          <Pencil aria-hidden="true" />
        </IconButton>
      )}
      {deletable && <Delete message={message} />}
    </div>
  );
}

function ownsRoom(state: RoomState, roomId: string): boolean {
  const room = state.rooms.find((each) => each.roomId === roomId);
  return room !== undefined && isOwner(state, room);
}

function Delete({ message: { roomId, messageSeq } }: { message: MessageDocument }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        label={texts.chat.delete}
        look="danger"
        size="small"
        onClick={() => setAsking(true)}
      >
        <Trash2 aria-hidden="true" />
      </IconButton>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={texts.chat.deleteTitle}
        text={texts.chat.deleteText}
        action={texts.chat.delete}
        onConfirm={() => {
          setAsking(false);
          act(client.chat.remove(roomId, messageSeq));
        }}
      />
    </>
  );
}
