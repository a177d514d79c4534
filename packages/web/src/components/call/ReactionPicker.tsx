import { SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { REACTIONS } from '../../model/call/reactions.ts';
import { Popover } from '../ui/Popover.tsx';
import styles from './ControlBar.module.css';

export function ReactionPicker() {
  const texts = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={texts.call.reactions}
      side="top"
      bare
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={styles.control}
          aria-label={texts.call.reactions}
          title={texts.call.reactions}
          data-control="reactions"
        >
          <SmilePlus aria-hidden="true" />
        </button>
      }
    >
      <ReactionButtons onDone={() => setOpen(false)} />
    </Popover>
  );
}

export function ReactionButtons({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  return (
    <fieldset className={styles.reactions} aria-label={texts.call.reactions}>
      {REACTIONS.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className={styles.reaction}
          onClick={() => {
            act(client.react(emoji));
            onDone();
          }}
        >
          {emoji}
        </button>
      ))}
    </fieldset>
  );
}
