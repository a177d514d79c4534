import { type RoomDocument, unreadCount } from '@ottogi/client';
import { ArrowDown, LoaderCircle } from 'lucide-react';
import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useReading } from '../../hooks/useReading.ts';
import { useStableScroll } from '../../hooks/useStableScroll.ts';
import { type Row, rowsOf } from '../../model/chat/rows.ts';
import { Button } from '../ui/Button.tsx';
import type { Jump } from './ChatPanel.tsx';
import { DayLine, UnreadLine } from './Lines.tsx';
import { Message } from './Message.tsx';
import styles from './MessageList.module.css';
import { MessageNews } from './MessageNews.tsx';
import { PendingMessage } from './PendingMessage.tsx';

interface MessageListProps {
  room: RoomDocument;
  jump: Jump | null;
  onShow: (messageSeq: number) => void;
}

/** What was said. Older and newer messages come as one gets near the ends. */
export function MessageList({ room, jump, onShow }: MessageListProps) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const { roomId } = room;
  // The panel shows it only while the chat is open.
  const chat = useRoomState(({ chats }) => chats.get(roomId))!;
  const ref = useRef<HTMLDivElement>(null);
  const { onScroll, atEnd, toEnd } = useStableScroll({ ref, roomId, chat, jump });
  const readSeq = useReading(roomId, chat, atEnd);
  const rows = useMemo(() => rowsOf(chat.messages, readSeq), [chat.messages, readSeq]);
  const { active, handlers } = useActiveMessage();
  const last = chat.messages.at(-1)?.messageSeq;

  return (
    <div className={styles.place}>
      <div className={styles.scroller} ref={ref} onScroll={onScroll} {...handlers}>
        <Beginning
          room={room}
          older={chat.hasOlder}
          empty={rows.length + chat.pending.length === 0}
        />
        {rows.map((row) => (
          <RowView
            key={row.key}
            row={row}
            active={active}
            reachable={active ?? last}
            jump={jump}
            onShow={onShow}
          />
        ))}
        {!chat.hasNewer &&
          chat.pending.map((message) => (
            <PendingMessage key={message.messageId} message={message} />
          ))}
        {chat.hasNewer && <Loading text={texts.chat.loadingNewer} />}
      </div>
      {!atEnd && (
        <ToNewest
          roomId={roomId}
          onClick={() => {
            if (chat.hasNewer) act(client.chat.showNewest(roomId).then(toEnd));
            else toEnd();
          }}
        />
      )}
      <MessageNews roomId={roomId} />
    </div>
  );
}

interface RowViewProps {
  row: Row;
  active: number | null;
  reachable: number | undefined;
  jump: Jump | null;
  onShow: (messageSeq: number) => void;
}

function RowView({ row, active, reachable, jump, onShow }: RowViewProps) {
  switch (row.kind) {
    case 'day':
      return <DayLine at={row.at} />;
    case 'unread':
      return <UnreadLine />;
    case 'message': {
      const { messageSeq } = row.message;
      return (
        <Message
          message={row.message}
          first={row.first}
          active={active === messageSeq}
          reachable={reachable === messageSeq}
          highlighted={jump?.messageSeq === messageSeq}
          onShow={onShow}
        />
      );
    }
  }
}

function seqOf(target: EventTarget): number | null {
  const message = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
  return message ? Number(message.dataset.seq) : null;
}

/** Which message one points at, or has the focus in; the arrow keys go on from there. */
function useActiveMessage() {
  const [active, setActive] = useState<number | null>(null);
  const handlers = {
    onPointerOver: (event: PointerEvent) => setActive(seqOf(event.target)),
    onPointerLeave: () => setActive(null),
    onFocus: ({ target, currentTarget }: FocusEvent) => {
      // React tells of windows too that a message opened. The focus comes back from there.
      if (currentTarget.contains(target)) setActive(seqOf(target));
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined || event.altKey) return;
      const messages = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-seq]')];
      const index = messages.indexOf(document.activeElement as HTMLElement);
      if (index === -1) return;
      event.preventDefault();
      messages[index + step]?.focus();
    },
  };
  return { active, handlers };
}

function Beginning({ room, older, empty }: { room: RoomDocument; older: boolean; empty: boolean }) {
  const texts = useTexts();
  if (older) return <Loading text={texts.chat.loadingOlder} />;
  if (!empty) return <p className={styles.beginning}>{texts.chat.beginning(room.name)}</p>;
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{texts.chat.empty}</p>
      <p>{texts.chat.emptyLead}</p>
    </div>
  );
}

function Loading({ text }: { text: string }) {
  return (
    <p className={styles.loading}>
      <LoaderCircle aria-hidden="true" />
      {text}
    </p>
  );
}

function ToNewest({ roomId, onClick }: { roomId: string; onClick: () => void }) {
  const texts = useTexts();
  const unread = useRoomState((state) => unreadCount(state, roomId));
  return (
    <Button className={styles.toNewest} size="small" onClick={onClick}>
      <ArrowDown aria-hidden="true" />
      {unread > 0 ? texts.chat.unreadBelow(unread) : texts.chat.toNewest}
    </Button>
  );
}
