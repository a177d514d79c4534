import { Ellipsis, Pin, PinOff } from 'lucide-react';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Tile } from '../../model/tiles.ts';
import { Popover } from '../ui/Popover.tsx';
import { type Asked, PersonDialog } from './PersonDialog.tsx';
import { TileMenu } from './TileMenu.tsx';
import { tileTitle } from './tileTitle.ts';
import styles from './TileTools.module.css';

interface TileToolsProps {
  tile: Tile;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The buttons of a tile, in sight while one points at it or has the focus in it. */
export function TileTools({ tile, open, onOpenChange }: TileToolsProps) {
  const texts = useTexts();
  const { callView } = useApp();
  const pinned = useCallView((view) => view.pinned.includes(tile.key));
  const [asked, setAsked] = useState<Asked | null>(null);
  const title = texts.call.optionsFor(tileTitle(texts, tile));
  return (
    <div className={styles.tools} data-open={open || pinned}>
      <button
        type="button"
        className={styles.pin}
        aria-label={texts.call.pin}
        aria-pressed={pinned}
        title={pinned ? texts.call.unpin : texts.call.pin}
        onClick={() => callView.togglePin(tile.key)}
      >
        {pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
      </button>
      <Popover
        title={title}
        side="bottom"
        align="end"
        bare
        open={open}
        onOpenChange={onOpenChange}
        trigger={
          <button type="button" className={styles.more} aria-label={title} title={title}>
            <Ellipsis aria-hidden="true" />
          </button>
        }
      >
        <TileMenu tile={tile} onDone={() => onOpenChange(false)} onAsk={setAsked} />
      </Popover>
      {asked && <PersonDialog tile={tile} asked={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}
