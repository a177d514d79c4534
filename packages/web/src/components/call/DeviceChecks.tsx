import { useTexts } from '../../hooks/app.ts';
import { CameraSelect, MicrophoneSelect, SpeakerSelect } from '../settings/deviceSelects.tsx';
import { NetworkCheck } from '../settings/NetworkCheck.tsx';
import { SpeakerTest } from '../settings/SpeakerTest.tsx';
import styles from './DeviceChecks.module.css';

/** Everything that can be looked at before a call, so that nobody begins one with “can you hear me?”. */
export function DeviceChecks() {
  const texts = useTexts();
  return (
    <section className={styles.checks} aria-label={texts.call.checkDevices}>
      <div className={styles.selects}>
        <MicrophoneSelect />
        <CameraSelect />
        <SpeakerSelect />
      </div>
      <div className={styles.line}>
        <NetworkCheck />
        <SpeakerTest />
      </div>
    </section>
  );
}
