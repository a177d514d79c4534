import { formatInvitation } from '../model/access.ts';
import { formatRoute } from '../model/route.ts';
import { useApp } from './app.ts';

/**
 * The address of a room for somebody else: where the place has a password, it lets them in, and
 * where the room is encrypted, they understand what is said there.
 */
export function useRoomLink(): (room: string) => string {
  const { memory } = useApp();
  return (room) => {
    const invitation = formatInvitation(memory.access, memory.roomSecret(room));
    return new URL(formatRoute(room) + invitation, location.href).href;
  };
}
