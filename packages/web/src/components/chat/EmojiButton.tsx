import { Smile } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Popover } from '../ui/Popover.tsx';
import styles from './EmojiPicker.module.css';

const EmojiPicker = later(() => import('./EmojiPicker.tsx').then((of) => of.EmojiPicker));

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
      <div className={styles.frame}>
        <Part says="place">
          <EmojiPicker
            onChoose={(emoji) => {
              setOpen(false);
              onChoose(emoji);
            }}
          />
        </Part>
      </div>
    </Popover>
  );
}
