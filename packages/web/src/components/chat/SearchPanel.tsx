import { ClientError, type MessageDocument } from '@ottogi/client';
import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { type Found, useMessageSearch } from '../../hooks/useMessageSearch.ts';
import { errorText } from '../../i18n/index.ts';
import { formatTime } from '../../model/time.ts';
import { Avatar } from '../Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { MarkdownText } from './MarkdownText.tsx';
import styles from './SearchPanel.module.css';

const MOST_LETTERS = 200;

interface SearchPanelProps {
  roomId: string;
  onClose: () => void;
  onShow: (messageSeq: number) => void;
}

/** Finds messages by the words in them. */
export function SearchPanel({ roomId, onClose, onShow }: SearchPanelProps) {
  const texts = useTexts();
  const [text, setText] = useState('');
  const { found, loadMore } = useMessageSearch(roomId, text);
  return (
    <search className={styles.panel}>
      <div className={styles.field}>
        <Search aria-hidden="true" />
        <input
          type="search"
          className={styles.input}
          value={text}
          maxLength={MOST_LETTERS}
          placeholder={texts.chat.search}
          aria-label={texts.chat.search}
          autoComplete="off"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
          autoFocus
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
          }}
        />
        <IconButton label={texts.chat.searchClose} size="small" side="left" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <output className={styles.note}>{describe()}</output>
      {found?.status === 'found' && (
        <div className={styles.results}>
          <ul className={styles.list}>
            {found.messages.map((message) => (
              <Result key={message.messageId} message={message} onShow={onShow} />
            ))}
          </ul>
          {found.more && <Button onClick={loadMore}>{texts.chat.searchMore}</Button>}
        </div>
      )}
    </search>
  );

  function describe(): string {
    if (!found) return texts.chat.searchHint;
    switch (found.status) {
      case 'searching':
        return texts.chat.searching;
      case 'failed':
        return errorText(texts, codeOf(found), 'call').title;
      case 'found':
        return found.messages.length === 0
          ? texts.chat.searchNone(text)
          : texts.chat.searchFound(found.messages.length);
    }
  }
}

function codeOf({ error }: Extract<Found, { status: 'failed' }>) {
  return error instanceof ClientError ? error.code : 'internal';
}

interface ResultProps {
  message: MessageDocument;
  onShow: (messageSeq: number) => void;
}

function Result({ message, onShow }: ResultProps) {
  const { language } = useApp();
  const { name, hue, at, text, files, messageSeq } = message;
  return (
    <li className={styles.result}>
      <button type="button" className={styles.open} onClick={() => onShow(messageSeq)}>
        <Avatar name={name} hue={hue} />
        <bdi className={styles.name}>{name}</bdi>
        <time className={styles.time} dateTime={new Date(at).toISOString()}>
          {formatTime(at, language, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
      </button>
      <div className={styles.text}>
        <MarkdownText text={text || (files[0]?.name ?? '')} />
      </div>
    </li>
  );
}
