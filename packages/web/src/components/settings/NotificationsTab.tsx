import { useState } from 'react';
import { usePreferences, useTexts } from '../../hooks/app.ts';
import { Switch } from '../ui/Switch.tsx';
import { Section } from './Section.tsx';
import styles from './Section.module.css';

export function NotificationsTab() {
  const texts = useTexts();
  const [{ sounds, notifications }, change] = usePreferences();
  const [refused, setRefused] = useState(false);
  const possible = 'Notification' in window;

  async function switchNotifications(on: boolean) {
    if (!on) return change({ notifications: false });
    const permission = await Notification.requestPermission();
    setRefused(permission !== 'granted');
    change({ notifications: permission === 'granted' });
  }

  return (
    <Section title={texts.settings.tabs.notifications}>
      <Switch
        label={texts.settings.sounds}
        hint={texts.settings.soundsHint}
        checked={sounds}
        onChange={(on) => change({ sounds: on })}
      />
      <Switch
        label={texts.settings.notifications}
        hint={possible ? texts.settings.notificationsHint : texts.settings.notificationsMissing}
        checked={notifications && possible}
        disabled={!possible}
        onChange={(on) => void switchNotifications(on)}
      />
      {refused && (
        <p className={styles.note} role="alert">
          {texts.settings.notificationsRefused}
        </p>
      )}
    </Section>
  );
}
