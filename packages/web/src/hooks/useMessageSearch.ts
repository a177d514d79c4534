import type { MessageDocument } from '@ottogi/client';
import { cleanText } from '@ottogi/protocol';
import { useEffect, useState } from 'react';
import { useApp } from './app.ts';

export type Found =
  | { status: 'searching' }
  | { status: 'found'; messages: readonly MessageDocument[]; more: boolean }
  | { status: 'failed'; error: unknown };

/** While somebody types, not each letter is worth asking the server. */
const PAUSE_MS = 250;

/** What a room has of these words, the newest first. Null while nothing is looked for. */
export function useMessageSearch(roomId: string, typed: string) {
  const { client } = useApp();
  const [found, setFound] = useState<Found | null>(null);
  const text = cleanText(typed);

  useEffect(() => {
    if (text === '') {
      setFound(null);
      return;
    }
    let wanted = true;
    setFound({ status: 'searching' });
    const timer = setTimeout(() => {
      client.chat.search(roomId, text).then(
        ({ messages, more }) => wanted && setFound({ status: 'found', messages, more }),
        (error: unknown) => wanted && setFound({ status: 'failed', error }),
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [client, roomId, text]);

  function loadMore(): void {
    const last = found?.status === 'found' ? found.messages.at(-1) : undefined;
    if (!last) return;
    client.chat.search(roomId, text, last.messageSeq).then(
      ({ messages, more }) =>
        setFound((before) =>
          // Meanwhile something else may be looked for.
          before?.status === 'found' && before.messages.at(-1) === last
            ? { status: 'found', messages: [...before.messages, ...messages], more }
            : before,
        ),
      (error: unknown) => setFound({ status: 'failed', error }),
    );
  }

  return { found, loadMore };
}
