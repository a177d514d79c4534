import type { recordingRequests } from '@ottogi/protocol';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function recordingHandlers({
  rooms,
  recordings,
}: HandlerContext): HandlersOf<typeof recordingRequests> {
  return {
    startRecording: async (session, { roomId, kind }, acknowledge) => {
      const room = rooms.get(roomId);
      const recording = await session.writes.run(() => recordings.start(session, room, kind));
      acknowledge({ recording });
    },

    stopRecording: async (session, { roomId }, acknowledge) => {
      recordings.stop(session, rooms.get(roomId));
      acknowledge({});
    },

    getRecordings: async (session, { roomId }, acknowledge) => {
      const room = rooms.get(roomId);
      acknowledge(await session.writes.run(() => recordings.list(session, room)));
    },

    deleteRecording: async (session, { roomId, recordingId }, acknowledge) => {
      const room = rooms.get(roomId);
      await session.writes.run(() => recordings.remove(session, room, recordingId));
      acknowledge({});
    },
  };
}
