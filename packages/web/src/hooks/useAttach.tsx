import { MESSAGE_MAX_FILES } from '@ottogi/protocol';
import { TriangleAlert } from 'lucide-react';
import { useCallback } from 'react';
import { useToast } from '../components/ui/Toast.tsx';
import type { Texts } from '../i18n/index.ts';
import { addFiles, type Refusal, sizeText } from '../model/chat/files.ts';
import { useApp, useTexts } from './app.ts';

/** Adds files to what is being written, and says which ones cannot be sent. */
export function useAttach(roomId: string): (files: readonly File[]) => void {
  const { client, drafts, language } = useApp();
  const { chat } = useTexts();
  const toast = useToast();
  return useCallback(
    (added) => {
      const { connection } = client.getSnapshot();
      // While there is no connection the server cannot say: it will, when the file is sent.
      const mostBytes = connection.status === 'connected' ? connection.fileMaxBytes : Infinity;
      const { files, refusal } = addFiles(drafts.of(roomId).files, added, mostBytes);
      drafts.change(roomId, { files });
      if (!refusal) return;
      const title = describe(chat, refusal, sizeText(mostBytes, language));
      toast.show({ title, look: 'bad', icon: <TriangleAlert /> });
    },
    [client, drafts, language, chat, toast, roomId],
  );
}

function describe(texts: Texts['chat'], refusal: Refusal, most: string): string {
  switch (refusal.reason) {
    case 'tooMany':
      return texts.tooManyFiles(MESSAGE_MAX_FILES);
    case 'empty':
      return texts.fileEmpty(refusal.name);
    case 'tooLarge':
      return texts.fileTooLarge(refusal.name, most);
  }
}
