import type { peopleRequests } from '@ottogi/protocol';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function peopleHandlers(context: HandlerContext): HandlersOf<typeof peopleRequests> {
  const { rooms, sessionsOf } = context;
  return {
    updatePerson: async ({ person, writes, window }, { name, hue }, acknowledge) => {
      const look = (known: { name: string | null; hue: number }) => ({
        name: name ?? known.name,
        hue: hue ?? known.hue,
      });
      await writes.run(() => person.change(look, Date.now()));
      for (const { peer, grants } of sessionsOf(person.personId)) {
        peer?.rename({ name: grants.name ?? name ?? peer.name, hue: person.hue });
      }
      acknowledge({ person: window.personOf(person.document()) });
    },

    setFavourite: async ({ person, writes }, { roomId, favourite }, acknowledge) => {
      rooms.get(roomId);
      await writes.run(() =>
        person.change(({ favourites }) => {
          const others = favourites.filter((known) => known !== roomId && rooms.has(known));
          return { favourites: favourite ? [...others, roomId] : others };
        }, Date.now()),
      );
      acknowledge({});
    },

    markRead: async ({ person, writes }, { roomId, messageSeq }, acknowledge) => {
      const { lastMessageSeq } = rooms.get(roomId);
      const read = Math.min(messageSeq, lastMessageSeq);
      await writes.run(() =>
        person.change(({ readSeqs }) => {
          if (read <= (readSeqs[roomId] ?? 0)) return {};
          const known = Object.entries(readSeqs).filter(([id]) => rooms.has(id));
          return { readSeqs: { ...Object.fromEntries(known), [roomId]: read } };
        }, Date.now()),
      );
      acknowledge({});
    },
  };
}
