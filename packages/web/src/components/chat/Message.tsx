import type { MessageDocument } from '@ottogi/client';
import { CornerUpLeft } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { formatTime } from '../../model/time.ts';
import { Avatar } from '../Avatar.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import { MarkdownText } from './MarkdownText.tsx';
import styles from './Message.module.css';
import { MessageActions } from './MessageActions.tsx';
import { MessageFiles } from './MessageFiles.tsx';

export interface MessageProps {
  message: MessageDocument;
  first: boolean;
  /** Whether what can be done with it is in sight. */
  active: boolean;
  /** Whether the Tab key comes here. */
  reachable: boolean;
  highlighted: boolean;
  onShow: (messageSeq: number) => void;
}

/** One message in its place. */
export const Message = memo(function Message(props: MessageProps) {
  const { message, first, active, reachable, highlighted, onShow } = props;
  const texts = useTexts();
  const { language } = useApp();
  const [deleting, setDeleting] = useState(false);
  const { at, name, hue, messageSeq, editedAt, deletedAt } = message;
  const time = formatTime(at, language, { timeStyle: 'short' });
  return (
    // The arrow keys walk through the messages.
    <article
      className={styles.message}
      data-seq={messageSeq}
      data-first={first}
      data-highlighted={highlighted}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={reachable ? 0 : -1}
      aria-label={texts.chat.messageOf(name, time)}
    >
      {message.replyTo !== null && (
        <Quote roomId={message.roomId} messageSeq={message.replyTo} onShow={onShow} />
      )}
      <div className={styles.side}>
        {first ? <Avatar name={name} hue={hue} /> : <Time at={at} short={time} />}
      </div>
      <div className={styles.body}>
        {first && (
          <header className={styles.header}>
            <bdi className={styles.name}>{name}</bdi>
            <Time at={at} short={time} />
          </header>
        )}
        {deletedAt === null ? (
          <>
            {message.text !== '' && <MarkdownText text={message.text} />}
            <MessageFiles files={message.files} />
            {editedAt !== null && <span className={styles.edited}>({texts.chat.edited})</span>}
          </>
        ) : (
          <p className={styles.deleted}>{texts.chat.deleted}</p>
        )}
      </div>
      {active && deletedAt === null && (
        <MessageActions message={message} onDelete={() => setDeleting(true)} />
      )}
      {deleting && <DeleteDialog message={message} onClose={() => setDeleting(false)} />}
    </article>
  );
});

function Time({ at, short }: { at: number; short: string }) {
  const { language } = useApp();
  const full = formatTime(at, language, { dateStyle: 'full', timeStyle: 'medium' });
  return (
    <time className={styles.time} dateTime={new Date(at).toISOString()} title={full}>
      {short}
    </time>
  );
}

interface QuoteProps {
  roomId: string;
  messageSeq: number;
  onShow: (messageSeq: number) => void;
}

/** What a message answers; a click goes there. */
function Quote({ roomId, messageSeq, onShow }: QuoteProps) {
  const texts = useTexts();
  const quoted = useRoomState(({ chats }) =>
    chats.get(roomId)?.messages.find((message) => message.messageSeq === messageSeq),
  );
  return (
    <button type="button" className={styles.quote} onClick={() => onShow(messageSeq)}>
      <CornerUpLeft aria-hidden="true" />
      {quoted ? <Excerpt message={quoted} /> : texts.chat.replyGone}
    </button>
  );
}

function Excerpt({ message }: { message: MessageDocument }): ReactNode {
  const texts = useTexts();
  const text = message.deletedAt === null ? message.text : texts.chat.deleted;
  return (
    <>
      <span className="visually-hidden">{texts.chat.repliesTo(message.name)}</span>
      <bdi className={styles.quotedName} aria-hidden="true">
        {message.name}
      </bdi>
      <bdi className={styles.quotedText}>{text || message.files[0]?.name}</bdi>
    </>
  );
}
