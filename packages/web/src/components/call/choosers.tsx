import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import type { SettingsTab } from '../../model/ShellView.ts';
import { CameraSelect, MicrophoneSelect, SpeakerSelect } from '../settings/deviceSelects.tsx';
import { BlurControl, ModeControl, QualityControl } from '../settings/deviceChoices.tsx';
import { LevelMeter } from '../settings/LevelMeter.tsx';
import { ScreenContent } from '../settings/ScreenContent.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './choosers.module.css';

/** From which microphone, how it is heard, and where the others are. */
export function MicrophoneChooser() {
  const open = useRoomState(({ local }) => local.microphone.status === 'live');
  return (
    <div className={styles.chooser}>
      <MicrophoneSelect />
      {open && <LevelMeter />}
      <ModeControl />
      <SpeakerSelect />
      <MoreSettings tab="voice" />
    </div>
  );
}

export function CameraChooser() {
  return (
    <div className={styles.chooser}>
      <CameraSelect />
      <QualityControl />
      <BlurControl />
      <MoreSettings tab="video" />
    </div>
  );
}

export function ScreenChooser() {
  return (
    <div className={styles.chooser}>
      <ScreenContent />
      <MoreSettings tab="screen" />
    </div>
  );
}

function MoreSettings({ tab }: { tab: SettingsTab }) {
  const texts = useTexts();
  const { shell } = useApp();
  return (
    <Button look="quiet" size="small" onClick={() => shell.openSettings(tab)}>
      {texts.call.moreSettings}
    </Button>
  );
}
