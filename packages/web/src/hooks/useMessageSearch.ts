import type { MessageDocument } from '@ottogi/client';
import { cleanText } from '@ottogi/protocol';
import { useEffect, useState } from 'react';
import { useApp } from './app.ts';

export type Found =
  | { status: 'searching' }
  | { status: 'found'; messages: readonly MessageDocument[]; more: boolean }
  | { status: 'failed'; error: unknown };

const SEARCHING: Found = { status: 'searching' };

/** What was found, and for which words. */
interface Answer {
  text: string;
  found: Found;
}

/** While somebody types, not each letter is worth asking the server. */
const PAUSE_MS = 250;

/** What a room has of these words, the newest first. Null while nothing is looked for. */
export function useMessageSearch(roomId: string, typed: string) {
  const { client } = useApp();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const text = cleanText(typed);
  const answered = answer?.text === text ? answer.found : SEARCHING;
  const found = text === '' ? null : answered;

  useEffect(() => {
    if (text === '') return;
    let wanted = true;
    const show = (next: Found) => {
      if (wanted) setAnswer({ text, found: next });
    };
    const timer = setTimeout(() => {
      client.chat.search(roomId, text).then(
        ({ messages, more }) => show({ status: 'found', messages, more }),
        (error: unknown) => show({ status: 'failed', error }),
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [client, roomId, text]);

  function loadMore(): void {
    if (found?.status !== 'found') return;
    const { messages: before } = found;
    // Meanwhile something else may be looked for.
    const show = (next: Found) =>
      setAnswer((known) => (known?.found === found ? { text, found: next } : known));
    client.chat.search(roomId, text, before.at(-1)?.messageSeq).then(
      ({ messages, more }) => show({ status: 'found', messages: [...before, ...messages], more }),
      (error: unknown) => show({ status: 'failed', error }),
    );
  }

  return { found, loadMore };
}
