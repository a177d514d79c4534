import { useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';

/** Reads out what others write, for those who don't see it; what one scrolls to is not news. */
export function MessageNews({ roomId }: { roomId: string }) {
  const { client } = useApp();
  const [news, setNews] = useState('');
  useEffect(() => {
    return client.on('messagePosted', ({ message }) => {
      const own = client.getSnapshot().person?.personId === message.personId;
      if (message.roomId === roomId && !own) setNews(`${message.name}: ${message.text}`);
    });
  }, [client, roomId]);
  return <output className="visually-hidden">{news}</output>;
}
