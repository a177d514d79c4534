import type { RoomDocument } from '@ottogi/client';
import { Search } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useOpenChat } from '../../hooks/useOpenChat.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './ChatPanel.module.css';
import { ChatClosed, ChatGone, ChatOpening } from './ChatStatus.tsx';
import { Composer } from './Composer.tsx';
import { DropZone } from './DropZone.tsx';
import { MessageList } from './MessageList.tsx';
import { SearchPanel } from './SearchPanel.tsx';

/** What is written in a room: beside its call, or by itself. */
export function ChatPanel({ roomId }: { roomId: string }) {
  useOpenChat(roomId);
  const room = useRoomState(({ rooms }) => rooms.find((each) => each.roomId === roomId));
  const chat = useRoomState(({ chats }) => chats.get(roomId));
  if (!room || chat?.status === 'gone') return <ChatGone />;
  switch (chat?.status) {
    case 'open':
      return <OpenChat room={room} />;
    case undefined:
    case 'opening':
      return <ChatOpening />;
    default:
      return <ChatClosed room={room} chat={chat!} />;
  }
}

/** The message to bring into sight; each asking is another one, also of the same message. */
export interface Jump {
  messageSeq: number;
}

function OpenChat({ room }: { room: RoomDocument }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const [searching, setSearching] = useState(false);
  const [jump, setJump] = useState<Jump | null>(null);
  const { roomId } = room;

  const show = useCallback(
    (messageSeq: number) => {
      act(client.chat.show(roomId, messageSeq).then(() => setJump({ messageSeq })));
    },
    [act, client, roomId],
  );

  return (
    <section className={styles.chat} aria-label={texts.chat.of(room.name)}>
      <DropZone roomId={roomId}>
        {searching ? (
          <SearchPanel
            roomId={roomId}
            onClose={() => setSearching(false)}
            onShow={(messageSeq) => {
              setSearching(false);
              show(messageSeq);
            }}
          />
        ) : (
          <>
            <div className={styles.tools}>
              <IconButton
                label={texts.chat.search}
                size="small"
                look="plain"
                side="left"
                onClick={() => setSearching(true)}
              >
                <Search aria-hidden="true" />
              </IconButton>
            </div>
            <MessageList room={room} jump={jump} onShow={show} />
          </>
        )}
        <Composer room={room} />
      </DropZone>
    </section>
  );
}
