import { ownRoom } from '@ottogi/client';
import { Circle, CircleStop } from 'lucide-react';
import { useEffect } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useToast } from '../ui/Toast.tsx';

/** One toast about it at a time. */
const ID = 'recording';

/** Says in toasts that the own call is recorded: when it begins, when one comes in, when it ends. */
export function useRecordingNews(): void {
  const texts = useTexts();
  const toast = useToast();
  const { client } = useApp();
  useEffect(() => {
    const icon = <Circle fill="currentColor" />;
    const { somebody, began, beganHelp, goesOn, recordedBy, ended } = texts.recording;
    const already = ownRoom(client.getSnapshot())?.recording;
    if (already) {
      const text = recordedBy(already.by.name ?? somebody);
      toast.show({ id: ID, title: goesOn, text, icon });
    }
    return client.on('recordingChanged', ({ room: { roomId, recording } }) => {
      if (ownRoom(client.getSnapshot())?.roomId !== roomId) return;
      if (recording) {
        const title = began(recording.by.name ?? somebody);
        toast.show({ id: ID, title, text: beganHelp, icon });
      } else {
        toast.show({ id: ID, title: ended, icon: <CircleStop /> });
      }
    });
  }, [client, texts, toast]);
}
