import type { ChatState, RoomDocument } from '@ottogi/client';
import { useApp, useTexts } from '../../hooks/app.ts';
import { errorText } from '../../i18n/index.ts';
import { Card } from '../Card.tsx';
import { PasswordForm } from '../dialogs/PasswordForm.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './ChatStatus.module.css';

/** Lines where messages will be: what comes has the same shape. */
export function ChatOpening() {
  const texts = useTexts();
  return (
    <output className={styles.opening}>
      <span className="visually-hidden">{texts.chat.opening}</span>
      {[72, 45, 60, 30, 66, 52].map((width) => (
        <span key={width} className={styles.line} aria-hidden="true">
          <span className={styles.dot} />
          <span className={styles.bar} style={{ width: `${width}%` }} />
        </span>
      ))}
    </output>
  );
}

export function ChatGone() {
  const texts = useTexts();
  const { shell } = useApp();
  return (
    <Card title={texts.chat.gone} lead={texts.chat.goneLead}>
      <div>
        <Button onClick={() => shell.lookAway()}>{texts.chat.back}</Button>
      </div>
    </Card>
  );
}

/** Nothing is read here for now: a password is missing, or somebody decided so, or it failed. */
export function ChatClosed({ room, chat }: { room: RoomDocument; chat: ChatState }) {
  const texts = useTexts();
  const { client, memory } = useApp();
  const wrong = chat.status === 'wrongPassword';
  if (wrong || chat.status === 'passwordRequired') {
    return (
      <Card title={texts.rooms.passwordTitle(room.name)} lead={texts.rooms.passwordLead}>
        <PasswordForm
          key={chat.status}
          wrong={wrong}
          onSubmit={(password) => {
            memory.keepPassword(room.name, password);
            client.chat.open(room.roomId, { password });
          }}
        />
      </Card>
    );
  }
  const error = chat.status === 'banned' ? 'banned' : (chat.error ?? 'internal');
  const { title, help } = errorText(texts, error, 'call');
  return (
    <Card alert title={title} lead={help}>
      {chat.status === 'failed' && (
        <div>
          <Button look="primary" onClick={() => client.chat.open(room.roomId)}>
            {texts.tryAgain}
          </Button>
        </div>
      )}
    </Card>
  );
}
