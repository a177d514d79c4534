import { useRoomState, useTexts } from '../../hooks/app.ts';
import { Logo } from '../Logo.tsx';
import styles from './AboutTab.module.css';

export function AboutTab() {
  const texts = useTexts();
  const version = useRoomState(({ connection }) =>
    connection.status === 'connected' ? connection.serverVersion : null,
  );
  return (
    <div className={styles.about}>
      <span className={styles.logo}>
        <Logo />
      </span>
      <h3 className={styles.name}>Ottogi</h3>
      <p>{texts.settings.about}</p>
      {version !== null && <p className={styles.version}>{texts.settings.version(version)}</p>}
    </div>
  );
}
