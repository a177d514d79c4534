import { type RefObject, useEffect, useRef } from 'react';

/**
 * When a view replaces another, what had the focus is often gone, and the keyboard would start at
 * the top of the page again. Then the returned element takes the focus; give it `tabIndex={-1}`.
 */
export function useFocusRescue<E extends HTMLElement = HTMLElement>(
  view: string,
): RefObject<E | null> {
  const ref = useRef<E>(null);
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [view]);
  return ref;
}
