import { mayEnter, type moderationRequests } from '@ottogi/protocol';
import { nobody, requireModerator, requireOwner, requireTarget } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';

/** Behind these is everybody on this machine, or nobody knows who: a ban counts by the person alone. */
const SAYS_NOTHING = /^(?:127\.|0:0:0:0::\/64$|$)/;

export function moderationHandlers(context: HandlerContext): HandlersOf<typeof moderationRequests> {
  const { rooms } = context;
  return {
    mutePeer: async (session, { roomId, peerId, source }, acknowledge) => {
      await rooms.get(roomId).mute(session, peerId, source);
      acknowledge({});
    },

    admit: async (session, { roomId, knockId }, acknowledge) => {
      rooms.get(roomId).door.answer(session, knockId, 'admit');
      acknowledge({});
    },

    refuse: async (session, { roomId, knockId }, acknowledge) => {
      rooms.get(roomId).door.answer(session, knockId, 'refuse');
      acknowledge({});
    },

    ...keepingOut(context),
    ...naming(context),
  };
}

function keepingOut(
  context: HandlerContext,
): Pick<HandlersOf<typeof moderationRequests>, 'removePerson' | 'ban' | 'unban' | 'getBans'> {
  const { rooms, keeper, logger } = context;
  return {
    removePerson: async (session, { roomId, personId }, acknowledge) => {
      const room = rooms.get(roomId);
      room.remove(session, personId);
      // They are out, whatever the store says; and without it, until the next restart.
      keeper.noteRemoval(room, personId).catch((error: unknown) => {
        logger.warn({ err: error, roomId, personId }, 'a removal could not be saved');
      });
      acknowledge({});
    },

    ban: async (session, { roomId, personId, forMs }, acknowledge) => {
      const room = rooms.get(roomId);
      requireTarget(room.record, session, personId);
      const name = nameOf(context, room, personId);
      const addresses = addressesOf(context, personId).filter(
        (address) => address !== session.address,
      );
      const ban = { personId, name, addresses, forMs };
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
      requireModerator(room.record, session);
      acknowledge({ bans: room.guard.list(Date.now()) });
    },
  };
}

function naming(
  context: HandlerContext,
): Pick<HandlersOf<typeof moderationRequests>, 'setModerator' | 'handOn'> {
  const { rooms, keeper } = context;
  /** The owner chooses among those who are here, or moderate already. */
  const requireKnown = (room: Room, personId: string): void => {
    if (!room.record.moderatorIds.includes(personId)) nameOf(context, room, personId);
  };
  return {
    setModerator: async (session, { roomId, personId, moderates }, acknowledge) => {
      const room = rooms.get(roomId);
      requireOwner(room.record, session);
      requireKnown(room, personId);
      await session.writes.run(() => keeper.setModerator(session, room, personId, moderates));
      acknowledge({});
    },

    handOn: async (session, { roomId, personId }, acknowledge) => {
      const room = rooms.get(roomId);
      requireOwner(room.record, session);
      requireKnown(room, personId);
      await session.writes.run(() => keeper.handOn(session, room, personId));
      acknowledge({});
    },
  };
}

/**
 * How somebody is called who is here now. Whether those are connected who may not come into this
 * room is not for its people to know.
 * @throws RequestError `notFound`
 */
function nameOf({ sessionsOf }: HandlerContext, room: Room, personId: string): string {
  const peer = room.call?.peers.find((candidate) => candidate.personId === personId);
  const session = [...sessionsOf(personId)].find(({ grants }) => mayEnter(grants, room.name));
  const name = peer?.name ?? session?.name ?? room.door.knockOf(personId)?.name;
  if (name) return name;
  throw nobody(personId);
}

function addressesOf({ sessionsOf }: HandlerContext, personId: string): string[] {
  const addresses = [...sessionsOf(personId)].map(({ address }) => address);
  return [...new Set(addresses)].filter((address) => !SAYS_NOTHING.test(address));
}
