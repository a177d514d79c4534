import { roleOf, type RoomDocument } from '@ottogi/client';
import { Crown, ShieldCheck } from 'lucide-react';
import type { Texts } from '../i18n/index.ts';

const ICONS = { owner: Crown, moderator: ShieldCheck };

/** How it is shown that somebody moderates a room; null of everybody else. */
export function roleMark(texts: Texts, room: RoomDocument | undefined, personId: string) {
  const role = room ? roleOf(room, personId) : null;
  return role && { Icon: ICONS[role], text: texts.rooms.roles[role] };
}
