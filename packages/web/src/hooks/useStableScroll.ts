import type { ChatState } from '@ottogi/client';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useApp } from './app.ts';

/** This close to the end counts as being there, in CSS pixels. */
const END_SLACK = 48;
/** This close to the first or last message the next page is fetched. */
const NEAR = 800;

interface Given {
  roomId: string;
  chat: ChatState;
  jump: { messageSeq: number } | null;
}

export interface StableScroll {
  ref: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  /** Whether the newest message of all is in sight. */
  atEnd: boolean;
  toEnd: () => void;
}

/**
 * Keeps what one reads in its place while messages come above and below; follows the newest while
 * one is at the end; and goes where one jumps.
 */
export function useStableScroll({ roomId, chat, jump }: Given): StableScroll {
  const { client } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const [place] = useState(() => new Place());
  const [atEnd, setAtEnd] = useState(true);
  const { messages, pending, hasNewer, hasOlder, loading } = chat;

  const onScroll = useCallback(() => {
    const scroller = ref.current;
    if (!scroller) return;
    place.keep(scroller, hasNewer);
    setAtEnd(place.following);
    if (loading !== null) return;
    // A failure shows as a page that does not come; the next scroll asks again.
    if (hasOlder && scroller.scrollTop < NEAR) {
      client.chat.loadOlder(roomId).catch(() => undefined);
    } else if (hasNewer && distanceToEnd(scroller) < NEAR) {
      client.chat.loadNewer(roomId).catch(() => undefined);
    }
  }, [client, place, roomId, hasNewer, hasOlder, loading]);

  useLayoutEffect(() => {
    const scroller = ref.current;
    if (!scroller) return;
    if (hasNewer) place.following = false;
    place.restore(scroller);
    onScroll();
  }, [place, onScroll, hasNewer, messages, pending]);

  useLayoutEffect(() => {
    const scroller = ref.current;
    if (!jump || !scroller) return;
    place.goTo(scroller, jump.messageSeq);
  }, [place, jump]);

  useEffect(() => {
    const scroller = ref.current;
    if (!scroller) return;
    // The composer grows, a keyboard appears: whoever was at the end stays there.
    const observer = new ResizeObserver(() => place.restore(scroller));
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [place]);

  const toEnd = useCallback(() => {
    place.following = true;
    if (ref.current) place.restore(ref.current);
    setAtEnd(true);
  }, [place]);

  return { ref, onScroll, atEnd, toEnd };
}

/** Where one is in the list: at its end, or at some message. */
class Place {
  following = true;
  #anchor: { messageSeq: string; top: number } | null = null;

  /** Remembers what is in sight. The end of what is loaded is no end where more can be. */
  keep(scroller: HTMLElement, hasNewer: boolean): void {
    this.following = !hasNewer && distanceToEnd(scroller) < END_SLACK;
    const edge = scroller.getBoundingClientRect().top;
    for (const message of scroller.querySelectorAll<HTMLElement>('[data-seq]')) {
      const { top, bottom } = message.getBoundingClientRect();
      if (bottom <= edge) continue;
      this.#anchor = { messageSeq: message.dataset.seq!, top: top - edge };
      return;
    }
    this.#anchor = null;
  }

  /** Brings it back to where it was. */
  restore(scroller: HTMLElement): void {
    if (this.following) {
      scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    const message = this.#anchor && find(scroller, this.#anchor.messageSeq);
    if (!message || !this.#anchor) return;
    const top = message.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += top - this.#anchor.top;
  }

  goTo(scroller: HTMLElement, messageSeq: number): void {
    const message = find(scroller, String(messageSeq));
    if (!message) return;
    this.following = false;
    message.scrollIntoView({ block: 'center' });
    message.focus({ preventScroll: true });
    this.keep(scroller, true);
  }
}

function find(scroller: HTMLElement, messageSeq: string): HTMLElement | null {
  return scroller.querySelector(`[data-seq="${messageSeq}"]`);
}

function distanceToEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
