import type { roomRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import { requireOwner } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function roomHandlers(context: HandlerContext): HandlersOf<typeof roomRequests> {
  const { rooms, keeper } = context;
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

    ban: async (session, { roomId, personId, forMs }, acknowledge) => {
      const room = rooms.get(roomId);
      const at = Date.now();
      const until = forMs === null ? null : at + forMs;
      const name = nameOf(context, room, personId);
      const ban = { personId, name, at, until };
      await session.writes.run(() => keeper.ban(session, room, ban));
      acknowledge({});
    },

    unban: async (session, { roomId, personId }, acknowledge) => {
      const room = rooms.get(roomId);
      await session.writes.run(() => keeper.unban(session, room, personId));
      acknowledge({});
    },

    getBans: async (session, { roomId }, acknowledge) => {
      const room = rooms.get(roomId);
      requireOwner(room.record, session);
      acknowledge({ bans: room.guard.list(Date.now()) });
    },
  };
}

/** How somebody is called who is here now: only those can be kept out. */
function nameOf({ sessionsOf }: HandlerContext, room: Room, personId: string): string {
  const peer = room.call?.peers.find((candidate) => candidate.personId === personId);
  const [session] = sessionsOf(personId);
  const name = peer?.name ?? session?.name;
  if (name) return name;
  throw new RequestError('notFound', `there is nobody ${personId} here`);
}
