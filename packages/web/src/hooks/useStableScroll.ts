import type { ChatState } from '@ottogi/client';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { useApp } from './app.ts';

/** This close to the end counts as being there, in CSS pixels. */
const END_SLACK = 48;
/** This close to the first or last message the next page is fetched. */
const NEAR = 800;

interface Given {
  /** What scrolls; the messages in it carry `data-seq`. */
  ref: RefObject<HTMLDivElement | null>;
  roomId: string;
  chat: ChatState;
  jump: { messageSeq: number } | null;
}

export interface StableScroll {
  onScroll: () => void;
  /** Whether the newest message of all is in sight. */
  atEnd: boolean;
  toEnd: () => void;
}

/**
 * Keeps what one reads in its place while messages come above and below; follows the newest while
 * one is at the end; and goes where one jumps.
 */
export function useStableScroll({ ref, roomId, chat, jump }: Given): StableScroll {
  const { client } = useApp();
  const [place] = useState(() => new Place());
  const [atEnd, setAtEnd] = useState(true);
  const { messages, pending, hasNewer, hasOlder, loading } = chat;

  const onScroll = useCallback(() => {
    const scroller = ref.current;
    if (!scroller) return;
    setAtEnd(place.keep(scroller, hasNewer));
    if (loading !== null) return;
    // A failure shows as a page that does not come; the next scroll asks again.
    if (hasOlder && scroller.scrollTop < NEAR) {
      client.chat.loadOlder(roomId).catch(() => undefined);
    } else if (hasNewer && distanceToEnd(scroller) < NEAR) {
      client.chat.loadNewer(roomId).catch(() => undefined);
    }
  }, [client, place, ref, roomId, hasNewer, hasOlder, loading]);

  useLayoutEffect(() => {
    const scroller = ref.current;
    if (!scroller || !place.isNew([messages, pending])) return;
    place.restore(scroller, hasNewer);
    onScroll();
  }, [place, ref, onScroll, hasNewer, messages, pending]);

  useLayoutEffect(() => {
    if (jump && ref.current) place.goTo(ref.current, jump.messageSeq);
  }, [place, ref, jump]);

  useEffect(() => {
    const scroller = ref.current;
    if (!scroller) return;
    // The composer grows, a keyboard appears: whoever was at the end stays there.
    const observer = new ResizeObserver(() => place.restore(scroller, hasNewer));
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [place, ref, hasNewer]);

  const toEnd = useCallback(() => {
    if (ref.current) place.goToEnd(ref.current);
    setAtEnd(true);
  }, [place, ref]);

  return { onScroll, atEnd, toEnd };
}

/** Where one is in the list: at its end, or at some message. */
class Place {
  #following = true;
  #anchor: { messageSeq: string; top: number } | null = null;
  #content: readonly unknown[] = [];

  /** Whether it is other than what was shown last. */
  isNew(content: readonly unknown[]): boolean {
    const known = this.#content;
    this.#content = content;
    return content.some((part, index) => part !== known[index]);
  }

  /**
   * Remembers what is in sight; returns whether that is the newest. The end of what is loaded is no
   * end where more can be.
   */
  keep(scroller: HTMLElement, hasNewer: boolean): boolean {
    this.#following = !hasNewer && distanceToEnd(scroller) < END_SLACK;
    this.#anchor = anchorIn(scroller);
    return this.#following;
  }

  /** Brings it back to where it was. */
  restore(scroller: HTMLElement, hasNewer: boolean): void {
    if (this.#following && !hasNewer) {
      scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    const anchor = this.#anchor;
    const message = anchor && find(scroller, anchor.messageSeq);
    if (message) scroller.scrollTop += topIn(scroller, message) - anchor.top;
  }

  goTo(scroller: HTMLElement, messageSeq: number): void {
    const message = find(scroller, String(messageSeq));
    if (!message) return;
    message.scrollIntoView({ block: 'center' });
    message.focus({ preventScroll: true });
    this.keep(scroller, true);
  }

  goToEnd(scroller: HTMLElement): void {
    this.#following = true;
    scroller.scrollTop = scroller.scrollHeight;
  }
}

/** The first message that is in sight, and where. */
function anchorIn(scroller: HTMLElement): { messageSeq: string; top: number } | null {
  for (const message of scroller.querySelectorAll<HTMLElement>('[data-seq]')) {
    const top = topIn(scroller, message);
    if (top + message.offsetHeight > 0) return { messageSeq: message.dataset.seq!, top };
  }
  return null;
}

function topIn(scroller: HTMLElement, message: HTMLElement): number {
  return message.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

function find(scroller: HTMLElement, messageSeq: string): HTMLElement | null {
  return scroller.querySelector(`[data-seq="${messageSeq}"]`);
}

function distanceToEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
