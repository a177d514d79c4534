import { Ear, EarOff, Mic, MicOff, Settings, Video, VideoOff } from 'lucide-react';
import { useApp, useRoomState, useTexts, useVisit, useVisitState } from '../../hooks/app.ts';
import { useMayPublish } from '../../hooks/useMayPublish.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { isOn } from '../../model/tiles.ts';
import { LanguageSwitch } from '../LanguageSwitch.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './OwnPanel.module.css';
import { Profile } from './Profile.tsx';

/** Oneself: who one is, what one gives, and the way to everything that can be set. */
export function OwnPanel() {
  const texts = useTexts();
  const { shell } = useApp();
  const named = useVisitState((state) => state.name !== '');
  const inCall = useRoomState(({ call }) => call.status === 'joined' || call.status === 'joining');
  if (!named) {
    return (
      <footer className={styles.panel}>
        <LanguageSwitch />
      </footer>
    );
  }
  return (
    <footer className={styles.panel} aria-label={texts.rooms.you}>
      <Profile />
      {inCall ? (
        <MuteButton />
      ) : (
        <>
          <WishButton device="microphone" />
          <WishButton device="camera" />
        </>
      )}
      <DeafenButton />
      <IconButton
        label={texts.rooms.settings}
        size="small"
        shortcut={shortcutOf('openSettings')}
        onClick={() => shell.openSettings()}
      >
        <Settings aria-hidden="true" />
      </IconButton>
    </footer>
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
      size="small"
      pressed={muted}
      shortcut={shortcutOf('toggleMicrophone')}
      onClick={() => void visit.toggle('microphone')}
    >
      {muted ? <MicOff aria-hidden="true" /> : <Mic aria-hidden="true" />}
    </IconButton>
  );
}

const WISHES = {
  microphone: { On: Mic, Off: MicOff },
  camera: { On: Video, Off: VideoOff },
} as const;

/** What opens when the next room is entered. */
function WishButton({ device }: { device: keyof typeof WISHES }) {
  const texts = useTexts();
  const visit = useVisit();
  const on = useVisitState((state) => state.wish[device]);
  const { On, Off } = WISHES[device];
  const offered = useMayPublish(device);
  const label = { microphone: texts.call.microphoneOnJoin, camera: texts.call.cameraOnJoin }[
    device
  ];
  if (!offered) return null;
  return (
    <IconButton
      label={label}
      size="small"
      pressed={on}
      explanation={`${label}: ${on ? texts.on : texts.off}`}
      data-wish={device}
      onClick={() => visit.setWish(device, !on)}
    >
      {on ? <On aria-hidden="true" /> : <Off aria-hidden="true" />}
    </IconButton>
  );
}

function DeafenButton() {
  const texts = useTexts();
  const visit = useVisit();
  const deafened = useRoomState((state) => state.self.deafened);
  return (
    <IconButton
      label={texts.rooms.deafen}
      look="danger"
      size="small"
      pressed={deafened}
      shortcut={shortcutOf('toggleDeafened')}
      onClick={() => void visit.toggleDeafened()}
    >
      {deafened ? <EarOff aria-hidden="true" /> : <Ear aria-hidden="true" />}
    </IconButton>
  );
}
