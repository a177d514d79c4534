import { type PointerEvent, useRef } from 'react';

/** Shorter ones are taps of an unsteady hand. */
const LEAST_PX = 56;

/** Tells of sideways strokes of a finger: 1 to what lies on the right, -1 to the left. */
export function useSwipe(onSwipe: (direction: 1 | -1) => void) {
  const from = useRef<{ pointerId: number; x: number; y: number } | null>(null);
  return {
    onPointerDown({ pointerType, pointerId, clientX, clientY }: PointerEvent) {
      if (pointerType === 'touch') from.current = { pointerId, x: clientX, y: clientY };
    },
    onPointerUp({ pointerId, clientX, clientY }: PointerEvent) {
      const start = from.current;
      from.current = null;
      if (start?.pointerId !== pointerId) return;
      const [right, down] = [clientX - start.x, clientY - start.y];
      if (Math.abs(right) > LEAST_PX && Math.abs(right) > 2 * Math.abs(down)) {
        onSwipe(right < 0 ? 1 : -1);
      }
    },
    onPointerCancel() {
      from.current = null;
    },
  };
}
