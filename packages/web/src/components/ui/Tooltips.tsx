import { useEffect, useState } from 'react';
import { TooltipTiming } from '../../model/TooltipTiming.ts';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import { TOOLTIP_POPUP, withTooltip } from './tooltip.ts';

const TooltipPopup = later(() => import('./TooltipPopup.tsx').then((of) => of.TooltipPopup));

/** One tooltip for everything on the page that has one; loaded when the first is asked for. */
export function Tooltips() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [asked, setAsked] = useState(false);
  if (target !== null && !asked) setAsked(true);
  useEffect(() => listen(new TooltipTiming((next) => setTarget(next))), []);
  return (
    asked && (
      <Part says="nothing">
        <TooltipPopup target={target} />
      </Part>
    )
  );
}

/** Keys that move the focus. Escape, which gives it back, is none: nobody asks then what it is on. */
const WALKING = new Set(['Tab', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** Returns how to stop. */
function listen(timing: TooltipTiming<HTMLElement>): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let walking = false;
  const on = <K extends keyof DocumentEventMap>(
    type: K,
    listener: (event: DocumentEventMap[K]) => void,
  ) => document.addEventListener(type, listener, { signal, capture: true, passive: true });

  on('pointerover', ({ target, pointerType }) => {
    // A finger covers what it points at.
    if (pointerType === 'touch') return;
    if (target instanceof Element && target.closest(`[${TOOLTIP_POPUP}]`)) timing.hold();
    else timing.pointAt(withTooltip(target));
  });
  document.documentElement.addEventListener('pointerleave', () => timing.pointAt(null), { signal });
  on('pointerdown', () => {
    walking = false;
    timing.dismiss();
  });
  on('keydown', ({ key }) => {
    walking = WALKING.has(key);
    timing.dismiss();
  });
  on('focusin', ({ target }) => {
    if (walking) timing.focus(withTooltip(target));
  });
  on('focusout', () => {
    if (walking) timing.focus(null);
  });
  return () => {
    stop.abort();
    timing.dismiss();
  };
}
