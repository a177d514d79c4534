import type { ClientError } from '@ottogi/client';
import { TriangleAlert } from 'lucide-react';
import { useTexts } from '../../hooks/app.ts';
import { errorText } from '../../i18n/index.ts';
import { browserName } from '../../model/call/browserName.ts';
import styles from './DeviceFailure.module.css';

/** Why a device does not open, and where in this very browser that is mended. */
export function DeviceFailure({ error, of }: { error: ClientError; of: 'microphone' | 'camera' }) {
  const texts = useTexts();
  const { title, help } = errorText(texts, error.code, of);
  const refused = error.code === 'permissionDenied';
  const path = texts.settings.permissionHelp[browserName(navigator.userAgent)];
  return (
    <div className={styles.failure} role="alert">
      <TriangleAlert aria-hidden="true" />
      <div>
        <p className={styles.title}>{title}</p>
        <p>{refused ? path : help}</p>
        {refused && <p>{texts.settings.withoutDevices}</p>}
      </div>
    </div>
  );
}
