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
        const known = cause instanceof ClientError ? cause : null;
        const { title, help } = errorText(texts, known ?? 'internal', 'call');
        const id = known?.code ?? 'internal';
        toast.show({ title, text: help, look: 'bad', icon: <TriangleAlert />, id });
      });
    },
    [toast, texts],
  );
}
