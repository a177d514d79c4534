import { useEffect, useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { keyName, mayHold } from '../../model/call/talkKey.ts';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './Section.module.css';

/** The key that one holds to talk; the next one that is pressed takes its place. */
export function TalkKey() {
  const texts = useTexts();
  const [{ pushToTalkKey }, change] = useCallPreferences();
  const [listening, setListening] = useState(false);

  useEffect(() => {
    if (!listening) return;
    const onKey = (event: KeyboardEvent) => {
      event.preventDefault();
      // Escape would close the dialog, and Enter click the button again.
      event.stopPropagation();
      if (mayHold(event.code)) {
        change({ pushToTalkKey: event.code === 'Space' ? null : event.code });
      } else if (event.code !== 'Escape') return;
      setListening(false);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [listening, change]);

  return (
    <div className={styles.row}>
      <span>{texts.settings.talkKey}</span>
      <Kbd keys={pushToTalkKey === null ? texts.shortcuts.space : keyName(pushToTalkKey)} />
      <Button
        size="small"
        aria-pressed={listening}
        onClick={() => setListening(!listening)}
        onBlur={() => setListening(false)}
      >
        {listening ? texts.settings.pressKey : texts.settings.changeKey}
      </Button>
    </div>
  );
}
