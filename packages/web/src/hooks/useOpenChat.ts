import { useEffect } from 'react';
import { useApp, useRoomState } from './app.ts';

/** Asks for a room's messages. It stays open from then on: what is written in it is news. */
export function useOpenChat(roomId: string): void {
  const { client, memory } = useApp();
  const name = useRoomState(({ rooms }) => rooms.find((room) => room.roomId === roomId)?.name);
  useEffect(() => {
    if (name === undefined) return;
    const password = memory.password(name);
    client.chat.open(roomId, password === undefined ? {} : { password });
  }, [client, memory, roomId, name]);
}

/** Of the call's room, so that it is there at a click, and its messages are told of. */
export function useOpenCallChat(): void {
  const { client, memory } = useApp();
  const roomId = useRoomState(({ call }) => (call.status === 'joined' ? call.roomId : null));
  useEffect(() => {
    if (roomId === null) return;
    const { call } = client.getSnapshot();
    const password = call.status === 'joined' ? memory.password(call.room) : undefined;
    client.chat.open(roomId, password === undefined ? {} : { password });
  }, [client, memory, roomId]);
}
