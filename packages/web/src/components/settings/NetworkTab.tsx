import { useTexts } from '../../hooks/app.ts';
import { CheckButton } from '../check/CheckButton.tsx';
import { NetworkCheck } from './NetworkCheck.tsx';
import { Section } from './Section.tsx';
import styles from './Section.module.css';

export function NetworkTab() {
  const texts = useTexts();
  return (
    <Section title={texts.settings.tabs.network}>
      <p className={styles.note}>{texts.settings.networkLead}</p>
      <NetworkCheck detailed />
      <div>
        <CheckButton size="small" />
      </div>
    </Section>
  );
}
