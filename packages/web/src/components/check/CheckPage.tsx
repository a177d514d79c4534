import { ArrowLeft } from 'lucide-react';
import { useTexts } from '../../hooks/app.ts';
import { LanguageSwitch } from '../LanguageSwitch.tsx';
import { Logo } from '../Logo.tsx';
import styles from './CheckPage.module.css';
import { CheckUp } from './CheckUp.tsx';

/** `/check`: what to send somebody who says that it does not work. Nobody has to join for it. */
export function CheckPage() {
  const { check } = useTexts();
  return (
    <main className={styles.page}>
      <title>{`${check.title} · Ottogi`}</title>
      <header className={styles.header}>
        <a className={styles.home} href="/">
          <ArrowLeft aria-hidden="true" />
          {check.home}
        </a>
        <LanguageSwitch />
      </header>
      <div className={styles.head}>
        <span className={styles.logo}>
          <Logo />
        </span>
        <div>
          <h1 className={styles.title}>{check.title}</h1>
          <p className={styles.lead}>{check.lead}</p>
        </div>
      </div>
      <CheckUp />
    </main>
  );
}
