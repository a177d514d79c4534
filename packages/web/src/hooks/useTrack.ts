import { type RefObject, useEffect, useRef } from 'react';

/** Plays a track in a media element. `onRefused`: the browser wants a click of the person first. */
export function useTrack<E extends HTMLMediaElement>(
  track: MediaStreamTrack,
  onRefused?: () => void,
): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    play(element, onRefused);
    return () => {
      element.srcObject = null;
    };
  }, [track, onRefused]);
  return ref;
}

export function play(element: HTMLMediaElement, onRefused?: () => void): void {
  // Besides a refusal, play() also rejects when the element goes away meanwhile: no matter.
  element.play().catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'NotAllowedError') onRefused?.();
  });
}
