import { Clapperboard } from 'lucide-react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useToast } from '../ui/Toast.tsx';

const ID = 'recording-starts';

/** Begins to record a room as one video; a toast says that it takes a while. */
export function useStartMix(): (roomId: string) => void {
  const texts = useTexts();
  const toast = useToast();
  const { client } = useApp();
  const act = useAct();
  return (roomId) => {
    const { starts, startsHelp } = texts.recording;
    const icon = <Clapperboard />;
    toast.show({ id: ID, title: starts, text: startsHelp, icon, durationMs: 0 });
    act(client.recordings.start(roomId, 'mix').finally(() => toast.hide(ID)));
  };
}
