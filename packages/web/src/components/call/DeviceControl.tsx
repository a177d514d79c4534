import type { LocalPublication } from '@ottogi/client';
import { ChevronUp, Mic, MicOff, MonitorOff, MonitorUp, Video, VideoOff } from 'lucide-react';
import { useRoomState, useTexts, useVisit } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { isOn } from '../../model/tiles.ts';
import { Popover } from '../ui/Popover.tsx';
import { tooltip } from '../ui/tooltip.ts';
import { CameraChooser, MicrophoneChooser, ScreenChooser } from './choosers.tsx';
import styles from './ControlBar.module.css';

type Device = 'microphone' | 'camera' | 'screen';

const ICONS = {
  microphone: { on: Mic, off: MicOff },
  camera: { on: Video, off: VideoOff },
  screen: { on: MonitorOff, off: MonitorUp },
} as const;

const CHOOSERS = { microphone: MicrophoneChooser, camera: CameraChooser, screen: ScreenChooser };
const COMMANDS = {
  microphone: 'toggleMicrophone',
  camera: 'toggleCamera',
  screen: 'toggleScreen',
} as const;

/** Turns a source on and off; the part beside it says from which device, and how. */
export function DeviceControl({ source, chooser }: { source: Device; chooser: boolean }) {
  const texts = useTexts();
  const Chooser = CHOOSERS[source];
  return (
    <div className={styles.device}>
      <DeviceButton source={source} joined={chooser} />
      {source === 'microphone' && <MutedHint />}
      {chooser && (
        <Popover
          title={texts.call.choose[source]}
          titled
          side="top"
          trigger={
            <button type="button" className={styles.chooser} aria-label={texts.call.choose[source]}>
              <ChevronUp aria-hidden="true" />
            </button>
          }
        >
          <Chooser />
        </Popover>
      )}
    </div>
  );
}

function DeviceButton({ source, joined }: { source: Device; joined: boolean }) {
  const texts = useTexts();
  const visit = useVisit();
  const local = useRoomState((state) => state.local[source]);
  const on = isOn(local);
  const Icon = ICONS[source][on ? 'on' : 'off'];
  const busy = local.status === 'starting';
  const does = busy ? texts.call.starting : (on ? texts.call.turnOff : texts.call.turnOn)[source];
  return (
    <button
      type="button"
      className={styles.control}
      aria-pressed={on}
      aria-label={texts.call.sources[source]}
      aria-busy={busy}
      data-control={source}
      data-status={statusOf(local)}
      data-joined={joined}
      onClick={() => void visit.toggle(source)}
      {...tooltip(does, { shortcut: shortcutOf(COMMANDS[source]) })}
    >
      <Icon aria-hidden="true" />
      {source === 'microphone' && on && <VoiceMark />}
    </button>
  );
}

/** Whether one's voice goes out now, and what it waits for if not. */
function VoiceMark() {
  const texts = useTexts();
  const [{ microphone }] = useCallPreferences();
  const transmitting = useRoomState((state) => state.self.transmitting);
  const mode = texts.settings.modes[microphone.mode];
  return (
    <span className={styles.voice} data-mode={microphone.mode} data-transmitting={transmitting}>
      {microphone.mode !== 'open' && <span className={styles.mode}>{mode.short}</span>}
    </span>
  );
}

/** Whoever speaks into a muted microphone is told, before they have told a whole story. */
function MutedHint() {
  const texts = useTexts();
  const talking = useRoomState((state) => state.self.talkingWhileMuted);
  return (
    <output className={styles.hint} data-shown={talking}>
      {talking && texts.call.youAreMuted(shortcutOf('toggleMicrophone') ?? '')}
    </output>
  );
}

function statusOf(local: LocalPublication): LocalPublication['status'] | 'paused' {
  return local.status === 'live' && local.paused ? 'paused' : local.status;
}
