import { formatInvitation } from '../model/access.ts';
import { formatRoute } from '../model/route.ts';
import { useApp } from './app.ts';

/** The address of a room for somebody else: where the place has a password, it lets them in. */
export function useRoomLink(): (room: string) => string {
  const { memory } = useApp();
  return (room) => new URL(formatRoute(room) + formatInvitation(memory.access), location.href).href;
}
