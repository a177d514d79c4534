import type { ChatState } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { useApp, useRoomState } from './app.ts';

/**
 * Tells the server what was read: the newest message, while it is in sight of somebody. It
 * returns where the line of the unread belongs: it stays while one reads on, and moves when one comes
 * back after having looked away.
 */
export function useReading(
  roomId: string,
  { messages, hasNewer }: ChatState,
  atEnd: boolean,
): number | null {
  const { client } = useApp();
  const [readSeq, setReadSeq] = useState<number | null>(
    () => client.getSnapshot().person?.readSeqs[roomId] ?? null,
  );
  const self = useRoomState(({ person }) => person?.personId);
  const newest = messages.at(-1)?.messageSeq;

  useEffect(() => {
    const markRead = () => {
      const seen = atEnd && !hasNewer && !document.hidden && document.hasFocus();
      if (seen && newest !== undefined) client.chat.markRead(roomId, newest);
    };
    markRead();
    window.addEventListener('focus', markRead);
    document.addEventListener('visibilitychange', markRead);
    return () => {
      window.removeEventListener('focus', markRead);
      document.removeEventListener('visibilitychange', markRead);
    };
  }, [client, roomId, newest, hasNewer, atEnd]);

  useEffect(() => {
    const lookAway = () => setReadSeq(client.getSnapshot().person?.readSeqs[roomId] ?? null);
    window.addEventListener('blur', lookAway);
    return () => window.removeEventListener('blur', lookAway);
  }, [client, roomId]);

  // Whoever answers has read what stands above.
  const own = messages.findLast(({ personId }) => personId === self)?.messageSeq ?? null;
  return readSeq === null ? null : Math.max(readSeq, own ?? 0);
}
