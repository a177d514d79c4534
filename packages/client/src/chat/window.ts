/**
 * The part of a room's messages that is at hand: a stretch without gaps, since every place from 1 to
 * the newest is taken (a deleted message keeps its own). Pure; what changes nothing gives the same
 * window back.
 */
import type { MessageDocument } from '@ottogi/protocol';

export interface MessageWindow {
  /** Ascending by `messageSeq`, without gaps. */
  readonly messages: readonly MessageDocument[];
  /** Of the newest message in the room, as far as is known; 0 while there is none. */
  readonly newestSeq: number;
}

/** More than anybody looks at, and little enough to draw. Beyond, the far end is let go. */
const MOST_MESSAGES = 600;

export const EMPTY_WINDOW: MessageWindow = { messages: [], newestSeq: 0 };

export function windowOf(messages: readonly MessageDocument[], newestSeq: number): MessageWindow {
  return { messages, newestSeq: Math.max(newestSeq, messages.at(-1)?.messageSeq ?? 0) };
}

/** 1 while the window is empty: so nothing is older. */
export function firstSeq({ messages }: MessageWindow): number {
  return messages[0]?.messageSeq ?? 1;
}

export function lastSeq({ messages }: MessageWindow): number {
  return messages.at(-1)?.messageSeq ?? 0;
}

export function hasOlder(window: MessageWindow): boolean {
  return firstSeq(window) > 1;
}

export function hasNewer(window: MessageWindow): boolean {
  return window.newestSeq > lastSeq(window);
}

/**
 * Takes in messages: those that follow the window extend it, those within it replace an older
 * revision of themselves. Of others only their place is noted.
 */
export function withMessages(
  window: MessageWindow,
  incoming: readonly MessageDocument[],
): MessageWindow {
  const messages = [...window.messages];
  const first = firstSeq(window);
  let { newestSeq } = window;
  let changed = false;
  for (const message of inOrder(incoming)) {
    newestSeq = Math.max(newestSeq, message.messageSeq);
    const index = message.messageSeq - first;
    const known = messages[index];
    const fits = known ? message.revision > known.revision : index === messages.length;
    if (!fits) continue;
    messages[index] = message;
    changed = true;
  }
  if (!changed) return newestSeq === window.newestSeq ? window : { ...window, newestSeq };
  return { messages: messages.slice(-MOST_MESSAGES), newestSeq };
}

/** Takes in messages, as far as they reach up to the beginning of the window. */
export function withOlder(
  window: MessageWindow,
  incoming: readonly MessageDocument[],
): MessageWindow {
  const older: MessageDocument[] = [];
  let next = firstSeq(window) - 1;
  for (const message of inOrder(incoming).toReversed()) {
    if (message.messageSeq !== next) continue;
    older.push(message);
    next -= 1;
  }
  if (older.length === 0) return window;
  const messages = [...older.toReversed(), ...window.messages];
  return { ...window, messages: messages.slice(0, MOST_MESSAGES) };
}

function inOrder(messages: readonly MessageDocument[]): MessageDocument[] {
  return messages.toSorted((a, b) => a.messageSeq - b.messageSeq);
}
