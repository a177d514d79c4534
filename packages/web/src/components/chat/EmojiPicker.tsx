import { EmojiPicker as Base, type EmojiPickerListComponents } from 'frimousse';
import { useCallback, useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { loadEmojis } from '../../model/chat/emojis.ts';
import styles from './EmojiPicker.module.css';

const COLUMNS = 8;

const PARTS: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...props }) => (
    <div className={styles.category} {...props}>
      {category.label}
    </div>
  ),
  // Rows and columns of a grid are counted from 1 (WAI-ARIA 1.2, aria-rowindex).
  Row: ({ children, 'aria-rowindex': row = 0, ...props }) => (
    <div className={styles.row} {...props} aria-rowindex={row + 1}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, 'aria-colindex': column = 0, ...props }) => {
    const cell = { ...props, 'aria-colindex': column + 1 };
    return (
      <button type="button" className={styles.emoji} {...cell}>
        {emoji.emoji}
      </button>
    );
  },
};

/** Every emoji, in the page's language, from this server. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const texts = useTexts();
  const { language } = useApp();
  const [failed, setFailed] = useState(false);
  const load = useCallback(async () => {
    try {
      return await loadEmojis(language);
    } catch (error) {
      setFailed(true);
      throw error;
    }
  }, [language]);
  if (failed) {
    return (
      <p className={styles.waiting} role="alert">
        {texts.chat.emojiFailed}
      </p>
    );
  }
  return (
    <Base.Root
      className={styles.picker}
      columns={COLUMNS}
      locale={language}
      resolveEmojiData={load}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
    >
      <Base.Search
        className={styles.search}
        placeholder={texts.chat.emojiFind}
        aria-label={texts.chat.emojiFind}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
        autoFocus
      />
      <Base.Viewport className={styles.viewport}>
        <Base.Loading className={styles.waiting}>{texts.chat.emojiLoading}</Base.Loading>
        <Base.Empty className={styles.waiting}>{texts.chat.emojiNone}</Base.Empty>
        <Base.List components={PARTS} />
      </Base.Viewport>
    </Base.Root>
  );
}
