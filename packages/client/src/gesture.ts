/**
 * Calls `listener` at each click, touch or key, which is what browsers wait for before they let a
 * page make sound (https://html.spec.whatwg.org/multipage/interaction.html#activation-triggering-input-event).
 * Returns how to stop; does nothing where there is no page.
 */
export function onGesture(listener: () => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const events = ['pointerup', 'touchend', 'keydown'] as const;
  for (const event of events) document.addEventListener(event, listener, true);
  return () => {
    for (const event of events) document.removeEventListener(event, listener, true);
  };
}
