import { Languages } from 'lucide-react';
import { useApp, useTexts } from '../hooks/app.ts';
import { type Language, LANGUAGES } from '../i18n/index.ts';
import styles from './LanguageSwitch.module.css';

/** For whoever cannot read what stands here. */
export function LanguageSwitch() {
  const { language, preferences } = useApp();
  const texts = useTexts();
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">{texts.language}</legend>
      <Languages aria-hidden="true" />
      {(Object.keys(LANGUAGES) as Language[]).map((other) => (
        <button
          key={other}
          type="button"
          className={styles.language}
          lang={other}
          aria-pressed={other === language}
          onClick={() => preferences.change({ language: other })}
        >
          {LANGUAGES[other].languageName}
        </button>
      ))}
    </fieldset>
  );
}
