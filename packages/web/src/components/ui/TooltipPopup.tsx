import { Tooltip as Base } from '@base-ui/react/tooltip';
import { useState } from 'react';
import { Kbd } from './Kbd.tsx';
import { readTooltip, TOOLTIP_POPUP } from './tooltip.ts';
import styles from './TooltipPopup.module.css';

/** The page's tooltip, at its target; null while none is out. */
export function TooltipPopup({ target }: { target: HTMLElement | null }) {
  // Where it fades out.
  const [last, setLast] = useState(target);
  if (target !== null && target !== last) setLast(target);
  if (last === null) return null;
  const { text, shortcut, side = 'top' } = readTooltip(last);
  return (
    <Base.Root open={target !== null}>
      <Base.Portal>
        <Base.Positioner
          anchor={last}
          side={side}
          sideOffset={8}
          collisionPadding={8}
          className={styles.place}
        >
          <Base.Popup className={styles.tooltip} aria-hidden="true" {...{ [TOOLTIP_POPUP]: '' }}>
            {text}
            {shortcut && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
