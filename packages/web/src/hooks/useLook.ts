import { useCallback } from 'react';
import { useApp } from './app.ts';

/** Shows a room's chat: that of the call's room beside the call, any other in place of it. */
export function useLook(): (roomId: string) => void {
  const { client, shell } = useApp();
  return useCallback(
    (roomId) => {
      const { call } = client.getSnapshot();
      if (call.status !== 'joined' || call.roomId !== roomId) {
        shell.look(roomId);
        return;
      }
      const { looking } = shell.getSnapshot();
      shell.lookAway();
      if (looking === null) shell.toggleChat();
      else shell.setChatOpen(true);
    },
    [client, shell],
  );
}
