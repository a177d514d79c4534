/** How the messages of a chat stand below each other. */
import type { MessageDocument } from '@ottogi/client';
import { dayOf } from '../time.ts';

export type Row =
  | { kind: 'day'; key: string; at: number }
  /** From here on nothing had been read when the chat was opened. */
  | { kind: 'unread'; key: string }
  | {
      kind: 'message';
      key: string;
      message: MessageDocument;
      /** Whether it begins with who wrote it; the next ones of the same person need not. */
      first: boolean;
    };

/** After a longer pause, who is writing is said again. */
const GROUP_MS = 5 * 60_000;

/** `readSeq` is up to where one had read; null where no line is to be drawn. */
export function rowsOf(messages: readonly MessageDocument[], readSeq: number | null): Row[] {
  const rows: Row[] = [];
  let before: MessageDocument | null = null;
  for (const message of messages) {
    const newDay = before === null || dayOf(before.at) !== dayOf(message.at);
    if (newDay) rows.push({ kind: 'day', key: `day-${message.messageSeq}`, at: message.at });
    const unread = readSeq !== null && beginsUnread(before, message, readSeq);
    if (unread) rows.push({ kind: 'unread', key: 'unread' });
    const first = newDay || unread || before === null || !continues(before, message);
    rows.push({ kind: 'message', key: message.messageId, message, first });
    before = message;
  }
  return rows;
}

/** A line above everything there is would tell nothing. */
function beginsUnread(
  before: MessageDocument | null,
  { messageSeq }: MessageDocument,
  readSeq: number,
): boolean {
  return before !== null && before.messageSeq <= readSeq && messageSeq > readSeq;
}

function continues(before: MessageDocument, message: MessageDocument): boolean {
  return (
    before.personId === message.personId &&
    before.name === message.name &&
    message.replyTo === null &&
    message.at - before.at < GROUP_MS
  );
}
