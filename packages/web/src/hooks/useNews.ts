import { ownRoom } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { useApp, useTexts } from './app.ts';

/** Who came to and went from the own room, as a sentence for those who don't see it. */
export function useNews(): string {
  const { client } = useApp();
  const texts = useTexts();
  const [news, setNews] = useState('');
  useEffect(() => {
    const isOwnRoom = (roomId: string) => ownRoom(client.getSnapshot())?.roomId === roomId;
    const offs = [
      client.on('peerJoined', ({ room, peer }) => {
        const { call } = client.getSnapshot();
        const own = call.status === 'joined' && call.peerId === peer.peerId;
        if (isOwnRoom(room.roomId) && !own) setNews(texts.peerJoined(peer.name));
      }),
      client.on('peerLeft', ({ roomId, peer }) => {
        if (isOwnRoom(roomId)) setNews(texts.peerLeft(peer.name));
      }),
    ];
    return () => {
      for (const off of offs) off();
    };
  }, [client, texts]);
  return news;
}
