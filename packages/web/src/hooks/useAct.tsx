import { ClientError } from '@ottogi/client';
import { TriangleAlert } from 'lucide-react';
import { useCallback } from 'react';
import { useToast } from '../components/ui/Toast.tsx';
import { errorText } from '../i18n/index.ts';
import { useTexts } from './app.ts';

/** Does something that is over with one answer, and says so in a toast if it fails. */
export function useAct(): (action: Promise<unknown>) => void {
  const toast = useToast();
  const texts = useTexts();
  return useCallback(
    (action) => {
      action.catch((cause: unknown) => {
        const code = cause instanceof ClientError ? cause.code : 'internal';
        const { title, help } = errorText(texts, code, 'call');
        toast.show({ title, text: help, look: 'bad', icon: <TriangleAlert />, id: code });
      });
    },
    [toast, texts],
  );
}
