/**
 * The address bar, read and written. Three places exist: `/`, `/check`, and `/r/<room>` for
 * everything that has to do with one room. A link may carry wishes beside the room:
 * `/r/<room>?name=<name>&join=1&audio=<0|1>&video=<0|1>&topology=<auto|mesh|sfu|mcu>`.
 */
import { cleanName, TOPOLOGY_RULES, type TopologyRule } from '@ottogi/protocol';

export interface Route {
  /** Null at home. */
  readonly room: string | null;
  /** How the link wants its visitor to be called; empty if it does not say. */
  readonly name: string;
  /** Whether the link asks to enter at once. */
  readonly join: boolean;
  readonly audio: boolean;
  readonly video: boolean;
  /** How a room that opens by the link is to connect people; null if it does not say. */
  readonly topology: TopologyRule | null;
}

const ROOM_PREFIX = '/r/';

export const HOME: Route = {
  room: null,
  name: '',
  join: false,
  audio: false,
  video: false,
  topology: null,
};

export function parseRoute(path: string, search: string): Route {
  if (!path.startsWith(ROOM_PREFIX)) return HOME;
  const query = new URLSearchParams(search);
  const segment = path.slice(ROOM_PREFIX.length).replace(/\/$/, '');
  const room = cleanName(segment === '' ? (query.get('room') ?? '') : decode(segment));
  if (room === '') return HOME;
  return {
    room,
    name: cleanName(query.get('name') ?? ''),
    join: query.get('join') === '1',
    audio: query.get('audio') === '1',
    video: query.get('video') === '1',
    topology: TOPOLOGY_RULES.find((rule) => rule === query.get('topology')) ?? null,
  };
}

/** Whether it is the page for people in trouble, which stands apart from all rooms. */
export function isCheckPath(path: string): boolean {
  return /^\/check\/?$/.test(path);
}

/** The address of a room, or of home. */
export function formatRoute(room: string | null): string {
  if (room === null) return '/';
  const segment = encodeURIComponent(room.toWellFormed());
  // Browsers resolve `/r/.` and `/r/..` as directories, also when the dots are percent-encoded.
  return segment === '.' || segment === '..'
    ? `${ROOM_PREFIX}?room=${segment}`
    : ROOM_PREFIX + segment;
}

/** A hand-written link may hold a bare percent sign; then it means what it says. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
