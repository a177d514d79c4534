import type { roomRequests } from '@ottogi/protocol';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function roomHandlers({ rooms, keeper }: HandlerContext): HandlersOf<typeof roomRequests> {
  return {
    createRoom: async (session, data, acknowledge) => {
      const room = await session.writes.run(() => keeper.create(session, data));
      acknowledge({ room: room.profile() });
    },

    updateRoom: async (session, data, acknowledge) => {
      const room = rooms.get(data.roomId);
      await session.writes.run(() => keeper.update(session, room, data));
      acknowledge({ room: room.profile() });
    },

    deleteRoom: async (session, { roomId }, acknowledge) => {
      const room = rooms.get(roomId);
      await session.writes.run(() => keeper.remove(session, room));
      acknowledge({});
    },
  };
}
