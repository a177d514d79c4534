import { Check } from 'lucide-react';
import { useCallback } from 'react';
import { useToast } from '../components/ui/Toast.tsx';
import { useTexts } from './app.ts';

/** Puts a text into the clipboard, and says so. Without HTTPS there is no clipboard. */
export function useCopy(): (text: string) => void {
  const toast = useToast();
  const texts = useTexts();
  return useCallback(
    (text) => {
      const copied = () =>
        toast.show({ title: texts.linkCopied, look: 'good', icon: <Check />, id: 'copied' });
      const refused = () => toast.show({ title: texts.copyRefused, text, id: 'copied' });
      if (!window.isSecureContext) refused();
      else navigator.clipboard.writeText(text).then(copied, refused);
    },
    [toast, texts],
  );
}
