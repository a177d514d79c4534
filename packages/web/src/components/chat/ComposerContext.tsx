import { Pencil, Reply, X } from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useDraft } from '../../hooks/useDraft.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './ComposerContext.module.css';

/** Which message is answered, or changed. */
export function ComposerContext({ roomId }: { roomId: string }) {
  const { chat: texts } = useTexts();
  const { drafts } = useApp();
  const [draft, change] = useDraft(roomId);
  const replied = useRoomState(({ chats }) =>
    chats.get(roomId)?.messages.find(({ messageSeq }) => messageSeq === draft.replyTo),
  );
  if (draft.editing === null && draft.replyTo === null) return null;
  const editing = draft.editing !== null;
  return (
    <div className={styles.context}>
      {editing ? <Pencil aria-hidden="true" /> : <Reply aria-hidden="true" />}
      <p className={styles.text}>
        {editing ? texts.editing : texts.replyingTo(replied?.name ?? '…')}
        {!editing && replied && <bdi className={styles.excerpt}>{replied.text}</bdi>}
      </p>
      <IconButton
        label={editing ? texts.stopEditing : texts.stopReplying}
        size="small"
        shortcut="Escape"
        onClick={() => (editing ? drafts.stopEditing(roomId) : change({ replyTo: null }))}
      >
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
