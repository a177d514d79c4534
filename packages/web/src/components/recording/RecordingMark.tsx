import type { LiveRecording } from '@ottogi/client';
import { useTexts } from '../../hooks/app.ts';
import { useElapsed } from '../../hooks/useElapsed.ts';
import { lengthText } from '../../model/time.ts';
import styles from './RecordingMark.module.css';

/** That the room is recorded, and for how long already. */
export function RecordingMark({ recording }: { recording: LiveRecording }) {
  const texts = useTexts();
  const title = texts.recording.recordedBy(recording.by.name ?? texts.recording.somebody);
  return (
    <p className={styles.mark} title={title} data-recording>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.word}>{texts.recording.live[recording.kind]}</span>
      <Elapsed since={recording.since} />
    </p>
  );
}

function Elapsed({ since }: { since: number }) {
  return <span className={styles.time}>{lengthText(useElapsed(since))}</span>;
}
