import { Smile } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Popover } from '../ui/Popover.tsx';
import styles from './EmojiPicker.module.css';

const EmojiPicker = lazy(() =>
  import('./EmojiPicker.tsx').then((of) => ({ default: of.EmojiPicker })),
);

export function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const texts = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={texts.chat.emoji}
      side="top"
      align="end"
      bare
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton label={texts.chat.emoji}>
          <Smile aria-hidden="true" />
        </IconButton>
      }
    >
      <Suspense fallback={<p className={styles.waiting}>{texts.chat.emojiLoading}</p>}>
        <EmojiPicker
          onChoose={(emoji) => {
            setOpen(false);
            onChoose(emoji);
          }}
        />
      </Suspense>
    </Popover>
  );
}
