import { mayModerate, type MessageDocument, type RoomState } from '@ottogi/client';
import { Copy, Pencil, Reply, Trash2 } from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useCopy } from '../../hooks/useCopy.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './MessageActions.module.css';

interface MessageActionsProps {
  message: MessageDocument;
  /** Asks first: these go away with the pointer, and the question has to stay. */
  onDelete: () => void;
}

/** What can be done with a message, while one points at it. */
export function MessageActions({ message, onDelete }: MessageActionsProps) {
  const texts = useTexts();
  const copy = useCopy();
  const { drafts } = useApp();
  const writes = useRoomState(({ grants }) => grants.chat);
  const own = useRoomState(({ person }) => writes && person?.personId === message.personId);
  const deletable = useRoomState(
    (state) => own || (writes && moderatesRoom(state, message.roomId)),
  );
  const { roomId, messageSeq, text } = message;
  return (
    <div className={styles.actions} data-actions>
      {writes && (
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
      )}
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
      {deletable && (
        <IconButton label={texts.chat.delete} look="danger" size="small" onClick={onDelete}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

function moderatesRoom(state: RoomState, roomId: string): boolean {
  const room = state.rooms.find((each) => each.roomId === roomId);
  return room !== undefined && mayModerate(state, room);
}
