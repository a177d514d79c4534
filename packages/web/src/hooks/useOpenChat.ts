import { useEffect } from 'react';
import { useApp, useRoomState, useShellState } from './app.ts';

/** Asks for a room's messages, by the password with which one was in it last. */
export function useOpenChat(roomId: string | null): void {
  const { client, memory } = useApp();
  const name = useRoomState(({ rooms }) => rooms.find((room) => room.roomId === roomId)?.name);
  useEffect(() => {
    if (roomId === null || name === undefined) return;
    const password = memory.password(name);
    client.chat.open(roomId, password === undefined ? {} : { password });
  }, [client, memory, roomId, name]);
}

/**
 * Opens the chat of the call's room, so that it is there at a click, and its messages are told of.
 * Of the others, only what somebody looks at stays open; what was written there is sent all the same.
 */
export function useOpenChats(): void {
  const { client } = useApp();
  const own = useRoomState(({ call }) => (call.status === 'joined' ? call.roomId : null));
  const looking = useShellState((state) => state.looking);
  useOpenChat(own);
  useEffect(() => {
    for (const roomId of client.getSnapshot().chats.keys()) {
      if (roomId !== own && roomId !== looking) client.chat.close(roomId);
    }
  }, [client, own, looking]);
}
