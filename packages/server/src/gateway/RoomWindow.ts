import {
  type Grants,
  mayEnter,
  mayEnterAll,
  type Notification,
  type PersonDocument,
  type RoomDocument,
} from '@ottogi/protocol';

/** How a room stands now. */
export type DocumentOf = (roomId: string) => RoomDocument;

/** What one session sees of the rooms: those that its grants name. Of the others it hears no word. */
export class RoomWindow {
  readonly grants: Grants;
  readonly #documentOf: DocumentOf;
  /** The rooms that it has heard of; null where it hears of all. */
  readonly #seen: Set<string> | null;

  constructor(grants: Grants, documentOf: DocumentOf) {
    this.grants = grants;
    this.#documentOf = documentOf;
    this.#seen = mayEnterAll(grants) ? null : new Set();
  }

  /** Of all rooms those that it sees, from now on. */
  look(all: RoomDocument[]): RoomDocument[] {
    if (!this.#seen) return all;
    const rooms = all.filter(({ name }) => mayEnter(this.grants, name));
    for (const { roomId } of rooms) this.#seen.add(roomId);
    return rooms;
  }

  /** A fact as it is for this session, for which a room that is renamed may come or go; or none. */
  factOf(fact: Notification): Notification | null {
    if (!this.#seen) return fact;
    switch (fact.name) {
      case 'roomOpened':
        return this.look([fact.data.room]).length > 0 ? fact : null;
      case 'roomChanged':
        return this.#changed(fact, fact.data.room);
      case 'roomClosed':
        return this.#seen.delete(fact.data.roomId) ? fact : null;
      default:
        return 'roomId' in fact.data && this.#seen.has(fact.data.roomId) ? fact : null;
    }
  }

  /** What is remembered of a person, without the rooms that this session does not see. */
  personOf(person: PersonDocument): PersonDocument {
    const seen = this.#seen;
    if (!seen) return person;
    const { favourites, readSeqs, lastLocation } = person;
    return {
      ...person,
      favourites: favourites.filter((roomId) => seen.has(roomId)),
      readSeqs: Object.fromEntries(Object.entries(readSeqs).filter(([roomId]) => seen.has(roomId))),
      lastLocation: lastLocation && mayEnter(this.grants, lastLocation.name) ? lastLocation : null,
    };
  }

  #changed(fact: Notification, { roomId, name }: { roomId: string; name: string }) {
    const seen = this.#seen!;
    if (!mayEnter(this.grants, name)) {
      return seen.delete(roomId) ? ({ name: 'roomClosed', data: { roomId } } as const) : null;
    }
    if (seen.has(roomId)) return fact;
    seen.add(roomId);
    return { name: 'roomOpened', data: { room: this.#documentOf(roomId) } } as const;
  }
}
