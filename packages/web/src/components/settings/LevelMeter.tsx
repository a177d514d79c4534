import { useEffect, useRef } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { shareOf } from '../../model/call/meter.ts';
import styles from './LevelMeter.module.css';

/**
 * How loud the microphone hears one. Moves twenty times a second, so it writes into the element
 * itself. It listens to a microphone that is open; `usePreviewedMicrophone` opens one.
 */
export function LevelMeter({ bare = false }: { bare?: boolean }) {
  const texts = useTexts();
  const { microphone } = useApp().client;
  const bar = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(
    () =>
      microphone.onLevel(({ db, open }) => {
        const share = shareOf(db);
        bar.current?.style.setProperty('--level', String(share));
        if (bar.current) bar.current.dataset.open = String(open);
        if (meter.current) meter.current.value = share;
      }),
    [microphone],
  );
  return (
    <div ref={bar} className={bare ? styles.bare : styles.meter}>
      <meter ref={meter} className="visually-hidden" aria-label={texts.settings.inputLevel} />
      <span className={styles.fill} />
    </div>
  );
}
