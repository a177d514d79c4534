import { useApp, useTexts } from '../../hooks/app.ts';
import { useNow } from '../../hooks/useNow.ts';
import { daysBefore, formatTime } from '../../model/time.ts';
import styles from './Lines.module.css';

/** Between two days. */
export function DayLine({ at }: { at: number }) {
  const texts = useTexts();
  const { language } = useApp();
  const named = [texts.chat.today, texts.chat.yesterday][daysBefore(at, useNow())];
  const date = formatTime(at, language, { dateStyle: 'full' });
  return <h2 className={styles.day}>{named ?? date}</h2>;
}

/** Between what was read and what is new. */
export function UnreadLine() {
  const texts = useTexts();
  return (
    <p className={styles.unread}>
      <span>{texts.chat.newMessages}</span>
    </p>
  );
}
