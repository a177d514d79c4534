import type { ChatState } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { useApp } from './app.ts';

/**
 * Tells the server what was read: the newest message, while it is in sight of somebody. `readSeq`
 * is where the line of the unread belongs: it stays while one reads on, and moves when one comes
 * back after having looked away.
 */
export function useReading(
  roomId: string,
  { messages, hasNewer }: ChatState,
  atEnd: boolean,
): { readSeq: number | null } {
  const { client } = useApp();
  const [readSeq, setReadSeq] = useState(() => readIn());
  const newest = messages.at(-1)?.messageSeq;

  function readIn(): number | null {
    return client.getSnapshot().person?.readSeqs[roomId] ?? null;
  }

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

  return { readSeq };
}
