import { useRoomState, useShellState } from '../hooks/app.ts';
import { Banners } from './Banners.tsx';
import { Content } from './Content.tsx';
import { later } from './later.ts';
import styles from './MainView.module.css';
import { Part } from './Part.tsx';
import { VoicePanel } from './sidebar/VoicePanel.tsx';
import { TopBar } from './TopBar.tsx';

const Chat = later(() => import('./chat/ChatPanel.tsx').then((of) => of.ChatPanel));

/** One room: its call, its chat, or both side by side. */
export function MainView({ home }: { home: boolean }) {
  const looking = useShellState((state) => state.looking);
  const beside = useBesideCall();
  if (looking !== null) {
    return (
      <>
        <TopBar />
        <Banners />
        <Part says="place">
          <Chat key={looking} roomId={looking} />
        </Part>
        <div className={styles.voice}>
          <VoicePanel withMute />
        </div>
      </>
    );
  }
  return (
    <>
      {!home && <TopBar />}
      <div className={styles.both} data-chat={beside !== null}>
        <div className={styles.content}>
          <Banners />
          <Content />
        </div>
        {beside !== null && (
          <aside className={styles.chat}>
            <Part says="place">
              <Chat key={beside} roomId={beside} />
            </Part>
          </aside>
        )}
      </div>
    </>
  );
}

/** The room whose chat stands beside its call; null if none does. */
function useBesideCall(): string | null {
  const open = useShellState((state) => state.chatOpen);
  const roomId = useRoomState(({ call }) => (call.status === 'joined' ? call.roomId : null));
  return open ? roomId : null;
}
