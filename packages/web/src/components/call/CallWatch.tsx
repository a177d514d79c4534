import { findPeer, ownRoom } from '@ottogi/client';
import { Hand, Headphones, Mic, MonitorUp, MonitorX, Video } from 'lucide-react';
import { useEffect } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useFileOffers } from '../files/useFileOffers.tsx';
import { useRecordingNews } from '../recording/useRecordingNews.tsx';
import { useToast } from '../ui/Toast.tsx';
import { DownlinkWatch } from './DownlinkWatch.tsx';
import { ModerationWatch } from './ModerationWatch.tsx';

const DEVICE_ICONS = { microphone: <Mic />, camera: <Video />, speaker: <Headphones /> };

/** Says in toasts what happens in the call and cannot be seen at a glance. Draws nothing. */
export function CallWatch() {
  const texts = useTexts();
  const toast = useToast();
  const { client } = useApp();
  useRecordingNews();
  useFileOffers();

  useEffect(() => {
    /** The name of somebody else in the own call; null for anybody whom this is not about. */
    const other = (roomId: string, peerId: string): string | null => {
      const state = client.getSnapshot();
      const { call } = state;
      if (call.status !== 'joined' || call.peerId === peerId) return null;
      if (ownRoom(state)?.roomId !== roomId) return null;
      return findPeer(state, peerId)?.name ?? null;
    };
    const sharing = new Set<string>();
    const offs = [
      client.on('deviceSwitched', ({ kind, to }) => {
        const title = texts.call.switched[kind](to || texts.settings.defaultDevice);
        toast.show({ title, icon: DEVICE_ICONS[kind], id: `switched-${kind}` });
      }),
      client.on('publicationChanged', ({ roomId, peerId, publication: { source } }) => {
        const name = other(roomId, peerId);
        if (source !== 'screen' || name === null || sharing.has(peerId)) return;
        sharing.add(peerId);
        toast.show({ title: texts.call.sharesScreen(name), icon: <MonitorUp /> });
      }),
      client.on('publicationClosed', ({ roomId, peerId, source }) => {
        if (source !== 'screen') return;
        sharing.delete(peerId);
        const name = other(roomId, peerId);
        if (name === null) return;
        toast.show({ title: texts.call.stoppedScreen(name), icon: <MonitorX /> });
      }),
      client.on('peerLeft', ({ peer }) => sharing.delete(peer.peerId)),
      client.on('peerChanged', ({ roomId, peer, before }) => {
        const raised = peer.handRaisedAt !== null && before.handRaisedAt === null;
        const name = other(roomId, peer.peerId);
        if (raised && name !== null) {
          toast.show({ title: texts.rooms.peerRaisedHand(name), icon: <Hand /> });
        }
      }),
    ];
    return () => {
      for (const off of offs) off();
    };
  }, [client, texts, toast]);

  return (
    <>
      <ModerationWatch />
      <DownlinkWatch />
    </>
  );
}
