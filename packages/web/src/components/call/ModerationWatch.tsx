import { ownRoom } from '@ottogi/client';
import { DoorOpen, MicOff, MonitorOff, VideoOff } from 'lucide-react';
import { useEffect } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useToast } from '../ui/Toast.tsx';

const ICONS = { microphone: <MicOff />, camera: <VideoOff />, screen: <MonitorOff /> };

/** Says in toasts that one was muted, and who wants to be let in. Draws nothing itself. */
export function ModerationWatch() {
  useMutes();
  useKnocks();
  return null;
}

function useMutes(): void {
  const texts = useTexts();
  const toast = useToast();
  const { client } = useApp();
  useEffect(
    () =>
      client.on('mutedBy', ({ source, name }) => {
        // It goes with its screen, which is told.
        if (source === 'screenAudio') return;
        const title = texts.call.mutedBy[source](name ?? texts.call.somebody);
        const text = texts.call.mutedByHelp;
        toast.show({ title, text, icon: ICONS[source], id: `muted-${source}` });
      }),
    [client, texts, toast],
  );
}

function useKnocks(): void {
  const texts = useTexts();
  const toast = useToast();
  const act = useAct();
  const { client } = useApp();
  useEffect(() => {
    const shown = new Set<string>();
    const offs = [
      client.on('knocked', ({ knock: { knockId, name } }) => {
        const answer = (how: 'admit' | 'refuse') => () => {
          const room = ownRoom(client.getSnapshot());
          if (room) act(client.moderation[how](room.roomId, knockId));
        };
        shown.add(knockId);
        toast.show({
          id: knockId,
          title: texts.call.knocks(name),
          icon: <DoorOpen />,
          action: { label: texts.call.letIn, run: answer('admit') },
          otherAction: { label: texts.call.refuse, run: answer('refuse') },
        });
      }),
      client.subscribe(() => {
        if (shown.size === 0) return;
        const waiting = new Set(client.getSnapshot().knocks.map(({ knockId }) => knockId));
        for (const knockId of shown) {
          if (waiting.has(knockId)) continue;
          shown.delete(knockId);
          toast.hide(knockId);
        }
      }),
    ];
    return () => {
      for (const off of offs) off();
    };
  }, [client, texts, toast, act]);
}
