import type { LiveRecording } from '@ottogi/client';
import { useTexts } from '../../hooks/app.ts';
import styles from './RecordingNotice.module.css';

/** At the door: what one is about to walk into. */
export function RecordingNotice({ recording }: { recording: LiveRecording }) {
  const texts = useTexts();
  return (
    <p className={styles.notice}>
      <span className={styles.dot} aria-hidden="true" />
      <span>
        <strong>{texts.recording.recordedBy(recording.by.name ?? texts.recording.somebody)}</strong>{' '}
        {texts.recording.doorLead}
      </span>
    </p>
  );
}
