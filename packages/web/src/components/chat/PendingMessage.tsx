import type { PendingMessage as Pending } from '@ottogi/client';
import { CircleAlert, Clock, FileText, LoaderCircle, X } from 'lucide-react';
import { useApp, useRoomState, useTexts, useVisitState } from '../../hooks/app.ts';
import type { Texts } from '../../i18n/index.ts';
import { errorText } from '../../i18n/index.ts';
import { Avatar } from '../Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { MarkdownText } from './MarkdownText.tsx';
import styles from './PendingMessage.module.css';

/** A message that the server has not confirmed: how far it has come, and what can be done. */
export function PendingMessage({ message }: { message: Pending }) {
  const texts = useTexts();
  const { client } = useApp();
  const name = useVisitState((state) => state.name);
  const hue = useRoomState((state) => state.person?.hue);
  const failed = message.status === 'failed';
  return (
    <article className={styles.message} data-status={message.status} aria-label={name}>
      <Avatar name={name} hue={hue} />
      <div className={styles.body}>
        {message.text !== '' && <MarkdownText text={message.text} />}
        <Uploads files={message.files} />
        <div className={styles.state} role={failed ? 'alert' : 'status'}>
          <StateIcon status={message.status} />
          <span>{describe(texts, message)}</span>
          {failed && (
            <Button size="small" onClick={() => client.chat.retry(message.messageId)}>
              {texts.chat.retry}
            </Button>
          )}
          {(failed || message.files.length > 0) && (
            <IconButton
              label={texts.chat.discard}
              size="small"
              onClick={() => client.chat.discard(message.messageId)}
            >
              <X aria-hidden="true" />
            </IconButton>
          )}
        </div>
      </div>
    </article>
  );
}

function StateIcon({ status }: { status: Pending['status'] }) {
  if (status === 'failed') return <CircleAlert className={styles.icon} aria-hidden="true" />;
  if (status === 'waiting') return <Clock className={styles.icon} aria-hidden="true" />;
  return <LoaderCircle className={styles.spinner} aria-hidden="true" />;
}

function Uploads({ files }: { files: Pending['files'] }) {
  return (
    <ul className={styles.uploads}>
      {files.map(({ name, sizeBytes, sentBytes }, index) => (
        // Two files may have one name; their order never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.upload}>
          <FileText aria-hidden="true" />
          <bdi className={styles.name}>{name}</bdi>
          <progress max={sizeBytes} value={sentBytes} aria-label={name} />
        </li>
      ))}
    </ul>
  );
}

function describe(texts: Texts, { status, error, files }: Pending): string {
  if (status !== 'failed' && error?.code === 'storeUnavailable') return texts.chat.cannotSave;
  switch (status) {
    case 'waiting':
      return texts.chat.waiting;
    case 'sending':
      return texts.chat.sending;
    case 'uploading': {
      const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const sent = files.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
      return texts.chat.uploading(Math.floor((100 * sent) / Math.max(1, total)));
    }
    case 'failed': {
      const why = error ? errorText(texts, error.code, 'call').title : '';
      return `${texts.chat.failed} ${why}`;
    }
  }
}
