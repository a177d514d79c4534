/** What grants allow. Apart from the schemas, so that a page can use it without the validator. */
import type { Grants } from './access.ts';
import { roomKey } from './names.ts';
import { SOURCES } from './sources.ts';

/** What somebody may do who was let in, and of whom nothing more was said. */
export const MEMBER: Grants = Object.freeze({
  rooms: [],
  roomPatterns: ['*'],
  name: null,
  publish: [...SOURCES],
  subscribe: true,
  chat: true,
  moderate: false,
  admin: false,
});

/** Whether these grants name the room of this name, which need not be there. */
export function mayEnter({ rooms, roomPatterns }: Grants, room: string): boolean {
  const key = roomKey(room);
  return (
    rooms.some((name) => roomKey(name) === key) ||
    roomPatterns.some((pattern) => matches(key, pattern.normalize('NFKC').toLowerCase()))
  );
}

/** Whether there is no room that these grants leave out. */
export function mayEnterAll({ roomPatterns }: Grants): boolean {
  return roomPatterns.includes('*');
}

/** In a time that grows with the length of both, whatever the pattern. */
function matches(key: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return key === pattern;
  const end = key.length - last.length;
  if (end < first.length || !key.startsWith(first) || !key.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = key.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
