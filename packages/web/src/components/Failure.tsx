import type { ClientError } from '@ottogi/client';
import { useTexts, useVisit } from '../hooks/app.ts';
import { errorText } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { Card } from './Card.tsx';
import styles from './Failure.module.css';

/** A room could not be entered. */
export function EntryFailed({ room, error }: { room: string; error: ClientError }) {
  const texts = useTexts();
  const visit = useVisit();
  const { title, help } = errorText(texts, error.code, 'call');
  return (
    <Card alert title={title} lead={help}>
      <div className={styles.actions}>
        {error.code === 'protocolMismatch' ? (
          <ReloadButton />
        ) : (
          <Button look="primary" onClick={() => void visit.enter(room)}>
            {texts.tryAgain}
          </Button>
        )}
        <Button onClick={() => void visit.leave()}>{texts.backToRooms}</Button>
      </div>
    </Card>
  );
}

/** The server does not talk to this page at all. */
export function Refused({ error }: { error: ClientError }) {
  const texts = useTexts();
  const { title, help } = errorText(texts, error.code, 'call');
  return (
    <Card alert title={title} lead={help}>
      <div className={styles.actions}>
        <ReloadButton />
      </div>
    </Card>
  );
}

function ReloadButton() {
  const texts = useTexts();
  return (
    <Button look="primary" onClick={() => location.reload()}>
      {texts.reload}
    </Button>
  );
}
