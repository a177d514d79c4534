import type { chatRequests } from '@ottogi/protocol';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function chatHandlers(context: HandlerContext): HandlersOf<typeof chatRequests> {
  const { rooms, keeper, chat, files } = context;
  return {
    openChat: async (session, data, acknowledge) => {
      const room = rooms.get(data.roomId);
      acknowledge(await session.writes.run(() => chat.open(session, room, data)));
    },

    closeChat: async (session, { roomId }, acknowledge) => {
      if (rooms.has(roomId)) chat.close(session, rooms.get(roomId));
      acknowledge({});
    },

    sendMessage: async (session, data, acknowledge) => {
      const room = rooms.get(data.roomId);
      acknowledge({ message: await session.writes.run(() => chat.send(session, room, data)) });
    },

    editMessage: async (session, data, acknowledge) => {
      const room = rooms.get(data.roomId);
      acknowledge({ message: await session.writes.run(() => chat.edit(session, room, data)) });
    },

    deleteMessage: async (session, { roomId, messageSeq }, acknowledge) => {
      const room = rooms.get(roomId);
      const deletion = session.writes.run(() => chat.delete(session, room, messageSeq));
      acknowledge({ message: await deletion });
    },

    getMessages: async (session, data, acknowledge) => {
      const room = rooms.get(data.roomId);
      acknowledge({ messages: await session.writes.run(() => chat.page(session, room, data)) });
    },

    searchMessages: async (session, data, acknowledge) => {
      const room = rooms.get(data.roomId);
      acknowledge(await session.writes.run(() => chat.search(session, room, data)));
    },

    createUpload: async (session, { roomId, name, sizeBytes }, acknowledge) => {
      const room = rooms.get(roomId);
      room.check(session);
      const { personId } = session;
      const wish = { roomId, personId, name, sizeBytes };
      const upload = await session.writes.run(() => files.createUpload(wish));
      // A file belongs to a room in the store.
      await keeper.keep(room);
      acknowledge(upload);
    },
  };
}
