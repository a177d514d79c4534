import { LockKeyhole } from 'lucide-react';
import { useTexts } from '../../hooks/app.ts';
import styles from './PictureComing.module.css';

/** Why somebody in an encrypted call is neither seen nor heard. */
export function OtherKey() {
  const { encryption } = useTexts();
  return (
    <output className={styles.coming} title={encryption.otherKeyHelp}>
      <LockKeyhole className={styles.icon} aria-hidden="true" />
      <span className={styles.text}>{encryption.otherKey}</span>
    </output>
  );
}
