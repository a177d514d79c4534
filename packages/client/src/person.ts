/** What the server remembers of oneself: the part of the reducer that keeps it up to date. */
import type { PersonDocument } from '@ottogi/protocol';

type PersonAction =
  | { type: 'personChanged'; person: PersonDocument }
  | { type: 'roomRead'; roomId: string; messageSeq: number };

export function reducePerson(
  known: PersonDocument | null,
  action: PersonAction,
): PersonDocument | null {
  if (action.type === 'personChanged') return replacePerson(known, action.person);
  if (!known || action.messageSeq <= (known.readSeqs[action.roomId] ?? 0)) return known;
  const readSeqs = { ...known.readSeqs, [action.roomId]: action.messageSeq };
  return { ...known, readSeqs };
}

/**
 * Takes the server's word, except that what was read stays read: the server may have spoken before
 * it heard of that.
 */
function replacePerson(known: PersonDocument | null, person: PersonDocument): PersonDocument {
  if (known?.personId !== person.personId) return person;
  const readSeqs = { ...person.readSeqs };
  for (const [roomId, messageSeq] of Object.entries(known.readSeqs)) {
    readSeqs[roomId] = Math.max(messageSeq, readSeqs[roomId] ?? 0);
  }
  return { ...person, readSeqs };
}
