import { Video, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { Button } from '../ui/Button.tsx';
import { Switch } from '../ui/Switch.tsx';
import { CameraPicture } from './CameraPicture.tsx';
import { BlurControl, QualityControl } from './deviceChoices.tsx';
import { DeviceFailure } from './DeviceFailure.tsx';
import { CameraSelect } from './deviceSelects.tsx';
import { Section } from './Section.tsx';
import styles from './Section.module.css';
import { usePreviewedCamera } from './usePreviewedCamera.ts';

export function VideoTab() {
  const texts = useTexts();
  const [{ mirror }, change] = useCallPreferences();
  return (
    <>
      <Section title={texts.settings.preview}>
        <Preview />
      </Section>
      <Section title={texts.settings.camera}>
        <CameraSelect />
        <QualityControl />
        <BlurControl />
        <Switch
          label={texts.settings.mirror}
          hint={texts.settings.mirrorHint}
          checked={mirror}
          onChange={(on) => change({ mirror: on })}
        />
      </Section>
    </>
  );
}

function Preview() {
  const texts = useTexts();
  const [looking, setLooking] = useState(false);
  const preview = usePreviewedCamera(looking);
  return (
    <>
      <CameraPicture preview={preview} />
      {preview.status === 'failed' && <DeviceFailure error={preview.error} of="camera" />}
      <div className={styles.row}>
        <Button size="small" onClick={() => setLooking(!looking)}>
          {looking ? <VideoOff aria-hidden="true" /> : <Video aria-hidden="true" />}
          {looking ? texts.settings.stopPreview : texts.settings.startPreview}
        </Button>
      </div>
    </>
  );
}
