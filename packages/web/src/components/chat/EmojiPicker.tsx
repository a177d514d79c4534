import { EmojiPicker as Base, type EmojiPickerListComponents } from 'frimousse';
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
  Row: ({ children, ...props }) => (
    <div className={styles.row} {...props}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button type="button" className={styles.emoji} {...props}>
      {emoji.emoji}
    </button>
  ),
};

/** Every emoji, in the page's language, from this server. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const texts = useTexts();
  const { language } = useApp();
  return (
    <Base.Root
      className={styles.picker}
      columns={COLUMNS}
      locale={language}
      resolveEmojiData={() => loadEmojis(language)}
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
