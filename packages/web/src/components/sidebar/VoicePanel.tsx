import { type CallState, ownRoom, type RoomState } from '@ottogi/client';
import { LogOut, Mic, MicOff, Signal, SignalLow, SignalMedium, TriangleAlert } from 'lucide-react';
import { useApp, useRoomState, useShellState, useTexts, useVisit } from '../../hooks/app.ts';
import type { Texts } from '../../i18n/index.ts';
import { useMayPublish } from '../../hooks/useMayPublish.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { isOn } from '../../model/tiles.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './VoicePanel.module.css';

type Joined = Extract<CallState, { status: 'joined' }>;

interface VoicePanelProps {
  /** Where one's own panel, which has that button too, is out of sight. */
  withMute?: boolean;
}

/** The call that goes on while one looks elsewhere: how it is, and the way back. */
export function VoicePanel({ withMute = false }: VoicePanelProps) {
  const call = useRoomState((state) => state.call);
  const room = useRoomState(ownRoom);
  const looking = useShellState((state) => state.looking);
  if (call.status !== 'joined' || looking === null) return null;
  return <Panel call={call} room={room?.name ?? call.room} withMute={withMute} />;
}

function Panel({ call, room, withMute }: { call: Joined; room: string; withMute: boolean }) {
  const texts = useTexts();
  const visit = useVisit();
  const { shell } = useApp();
  const level = useRoomState(uplink);
  const { Icon, title, detail, look } = describe(texts, call, level);
  return (
    <section className={styles.panel} aria-label={title}>
      <button
        type="button"
        className={styles.back}
        title={texts.rooms.backToCall(room)}
        onClick={() => shell.lookAway()}
      >
        <Icon className={styles.icon} data-look={look} aria-hidden="true" />
        <span className={styles.text}>
          <span className={styles.title} data-look={look} title={detail}>
            {title}
          </span>
          <bdi className={styles.room}>{room}</bdi>
        </span>
        <span className="visually-hidden">{texts.rooms.backToCall(room)}</span>
      </button>
      {withMute && <MuteButton />}
      <IconButton label={texts.rooms.leaveCall} look="danger" onClick={() => void visit.leave()}>
        <LogOut aria-hidden="true" />
      </IconButton>
    </section>
  );
}

function MuteButton() {
  const texts = useTexts();
  const visit = useVisit();
  const muted = useRoomState((state) => !isOn(state.local.microphone));
  if (!useMayPublish('microphone')) return null;
  return (
    <IconButton
      label={texts.rooms.mute}
      look="danger"
      pressed={muted}
      shortcut={shortcutOf('toggleMicrophone')}
      onClick={() => void visit.toggle('microphone')}
    >
      {muted ? <MicOff aria-hidden="true" /> : <Mic aria-hidden="true" />}
    </IconButton>
  );
}

function uplink({ quality }: RoomState) {
  return quality.get('uplink')?.level ?? 'good';
}

const SIGNALS = { good: Signal, fair: SignalMedium, poor: SignalLow } as const;

function describe(texts: Texts, call: Joined, level: ReturnType<typeof uplink>) {
  const { rooms } = texts;
  switch (call.media) {
    case 'blocked':
      return { Icon: TriangleAlert, title: rooms.voiceBlocked, detail: '', look: 'poor' };
    case 'connecting':
      return { Icon: SignalLow, title: rooms.voiceConnecting, detail: '', look: 'fair' };
    case 'connected':
      return {
        Icon: SIGNALS[level],
        title: rooms.voiceConnected,
        detail: rooms.voiceQuality[level],
        look: level,
      };
  }
}
