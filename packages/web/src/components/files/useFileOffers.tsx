import { FileDown } from 'lucide-react';
import { useEffect } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { sizeText } from '../../model/chat/files.ts';
import { useToast } from '../ui/Toast.tsx';

/** Says in a toast who wants to hand over what, also where the list of files is not in sight. */
export function useFileOffers(): void {
  const texts = useTexts();
  const toast = useToast();
  const act = useAct();
  const { client, language } = useApp();
  useEffect(() => {
    const shown = new Set<string>();
    const offs = [
      client.on('fileOffered', ({ transfer: { transferId, peerName, name, sizeBytes } }) => {
        shown.add(transferId);
        toast.show({
          id: transferId,
          title: texts.files.offers(peerName, name, sizeText(sizeBytes, language)),
          icon: <FileDown />,
          action: { label: texts.files.accept, run: () => act(client.files.accept(transferId)) },
          otherAction: { label: texts.files.refuse, run: () => client.files.drop(transferId) },
        });
      }),
      client.subscribe(() => {
        if (shown.size === 0) return;
        const { transfers } = client.getSnapshot();
        const offered = transfers.filter(({ status }) => status === 'offered');
        const waiting = new Set(offered.map(({ transferId }) => transferId));
        for (const transferId of shown) {
          if (waiting.has(transferId)) continue;
          shown.delete(transferId);
          toast.hide(transferId);
        }
      }),
    ];
    return () => {
      for (const off of offs) off();
    };
  }, [client, texts, toast, act, language]);
}
