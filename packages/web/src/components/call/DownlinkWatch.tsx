import { Gauge } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useRoomState, useTexts } from '../../hooks/app.ts';
import { useToast } from '../ui/Toast.tsx';

/** Says in a toast what changes by itself on the stage. Draws nothing. */
export function DownlinkWatch() {
  const texts = useTexts();
  const toast = useToast();
  const { weak, wish, shown } = useRoomState((state) => state.downlink);
  /** Whether the page showed the mix by itself. */
  const fell = useRef(false);

  useEffect(() => {
    const icon = <Gauge />;
    if (weak && shown === 'mix' && !fell.current) {
      fell.current = true;
      toast.show({ title: texts.downlink.weak, text: texts.downlink.weakHelp, icon, id: 'link' });
    } else if (!weak && shown === 'tiles' && fell.current) {
      fell.current = false;
      if (wish !== 'auto') return;
      toast.show({ title: texts.downlink.well, text: texts.downlink.wellHelp, icon, id: 'link' });
    }
  }, [weak, wish, shown, texts, toast]);

  return null;
}
