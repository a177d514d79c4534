import { expect } from 'vitest';
import { type Person, tintOf } from '../support/Person.ts';
import type { ServerProcess } from '../support/ServerProcess.ts';
import type { Tint } from '../support/fakeDevices.ts';

/** Each of them sees the moving picture of all the others, hears them, and has nobody else there. */
export async function seeAndHearEachOther(...people: Person[]): Promise<void> {
  await Promise.all([
    seeAndHear(...people),
    ...people.map((person) => person.isWith(...people.filter((other) => other !== person))),
  ]);
}

/** Each of them sees the moving picture of all the others, and hears them, whoever else is there. */
export async function seeAndHear(...people: Person[]): Promise<void> {
  await Promise.all(
    people.map(async (person) => {
      const others = people.filter((other) => other !== person);
      await Promise.all([person.sees(person, ...others), person.hears(...others)]);
    }),
  );
}

/** Whoever is in this room gets nothing from another: no picture of theirs, no packet. */
export async function getNothingFromElsewhere(
  server: ServerProcess,
  people: Person[],
  tint: Tint,
): Promise<void> {
  const { peers, consumers } = await server.state();
  const roomOf = new Map(peers.map(({ peerId, roomId }) => [peerId, roomId]));
  for (const person of people) {
    const own = peers.find(({ name }) => name === person.name);
    const pictures = await person.pictures();
    expect(pictures.map(tintOf)).toEqual(pictures.map(() => tint));
    const received = await person.received();
    const sources = received.map((consumerId) => {
      const consumer = consumers.find((other) => other.consumerId === consumerId);
      return { peerId: consumer?.peerId, roomId: roomOf.get(consumer?.producerPeerId ?? '') };
    });
    // A picture and a voice from everybody else of the room.
    expect(sources).toHaveLength(2 * (people.length - 1));
    expect(sources).toEqual(sources.map(() => ({ peerId: own?.peerId, roomId: own?.roomId })));
  }
}
