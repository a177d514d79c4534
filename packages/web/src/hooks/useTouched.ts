import { useEffect, useState } from 'react';

/** Turns true when somebody first does something on the page. */
export function useTouched(): boolean {
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    if (touched) return;
    const stop = new AbortController();
    const { signal } = stop;
    for (const type of ['pointerdown', 'keydown'] as const) {
      document.addEventListener(type, () => setTouched(true), { signal, capture: true });
    }
    return () => stop.abort();
  }, [touched]);
  return touched;
}
