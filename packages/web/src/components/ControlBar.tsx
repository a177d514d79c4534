import type { LocalPublication } from '@ottogi/client';
import { LogOut, Mic, MicOff, MonitorUp, Video, VideoOff } from 'lucide-react';
import { canShareScreen } from '../browser.ts';
import { useRoomState, useTexts, useVisit } from '../hooks/app.ts';
import { isOn } from '../model/tiles.ts';
import styles from './ControlBar.module.css';

type Toggled = 'microphone' | 'camera' | 'screen';

const ICONS = {
  microphone: { on: Mic, off: MicOff },
  camera: { on: Video, off: VideoOff },
  screen: { on: MonitorUp, off: MonitorUp },
} as const;

/** What one gives to the room, and the way out. */
export function ControlBar() {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <div className={styles.bar} role="toolbar" aria-label={texts.controls}>
      <Toggle source="microphone" />
      <Toggle source="camera" />
      {canShareScreen() && <Toggle source="screen" />}
      <button
        type="button"
        className={styles.leave}
        data-control="leave"
        onClick={() => void visit.leave()}
      >
        <LogOut aria-hidden="true" />
        <span className={styles.text}>{texts.leave}</span>
      </button>
    </div>
  );
}

function Toggle({ source }: { source: Toggled }) {
  const texts = useTexts();
  const visit = useVisit();
  const local = useRoomState((state) => state.local[source]);
  const on = isOn(local);
  const Icon = ICONS[source][on ? 'on' : 'off'];
  const busy = local.status === 'starting';
  return (
    <button
      type="button"
      className={styles.control}
      aria-pressed={on}
      aria-label={texts.sources[source]}
      aria-busy={busy}
      title={busy ? texts.starting : (on ? texts.turnOff : texts.turnOn)[source]}
      data-control={source}
      data-status={statusOf(local)}
      onClick={() => void visit.toggle(source)}
    >
      <Icon aria-hidden="true" />
      <span className={styles.text} aria-hidden="true">
        {texts.sources[source]}
      </span>
    </button>
  );
}

function statusOf(local: LocalPublication): LocalPublication['status'] | 'paused' {
  return local.status === 'live' && local.paused ? 'paused' : local.status;
}
