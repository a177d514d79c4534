import { type MessageDocument, type RoomState, unreadCount } from '@ottogi/client';
import { useEffect } from 'react';
import { Sounds } from '../model/sounds.ts';
import { useApp, useRoomState, useTexts } from './app.ts';

const FAVICON = '/favicon.svg';
const FAVICON_UNREAD = '/favicon-unread.svg';

/** Longer than this nobody reads in a notification. */
const EXCERPT_LENGTH = 140;

const sounds = new Sounds();

/** How many messages wait, in all rooms. */
function waiting(state: RoomState): number {
  return state.rooms.reduce((sum, { roomId }) => sum + unreadCount(state, roomId), 0);
}

/** Shows in the tab what one has not read: in its title, and as a dot on its icon. */
export function useTabMark(room: string | null): void {
  const unread = useRoomState(waiting);
  useEffect(() => {
    const place = room === null ? 'Ottogi' : `${room} · Ottogi`;
    document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${place}` : place;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = unread > 0 ? FAVICON_UNREAD : FAVICON;
  }, [room, unread]);
}

/** A sound, and where the person wants it a notification, for what others write while one is away. */
export function useMessageNews(): void {
  const { client, preferences, shell } = useApp();
  const texts = useTexts();
  useEffect(() => {
    return client.on('messagePosted', ({ message }) => {
      const state = client.getSnapshot();
      if (message.personId === state.person?.personId) return;
      const { sounds: audible, notifications } = preferences.getSnapshot();
      const away = document.hidden || !document.hasFocus();
      if (!away && isInSight(message)) return;
      if (audible) sounds.play('message');
      if (!away || !notifications) return;
      const room = state.rooms.find(({ roomId }) => roomId === message.roomId);
      notify(texts.chat.newMessageFrom(message.name, room?.name ?? ''), message, () => {
        shell.look(message.roomId);
      });
    });

    function isInSight({ roomId }: MessageDocument): boolean {
      const { looking, chatOpen } = shell.getSnapshot();
      const { call } = client.getSnapshot();
      return looking === roomId || (chatOpen && call.status === 'joined' && call.roomId === roomId);
    }
  }, [client, preferences, shell, texts]);
}

function notify(title: string, { roomId, text }: MessageDocument, onClick: () => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const body = text.slice(0, EXCERPT_LENGTH);
    const notification = new Notification(title, { body, tag: roomId, icon: FAVICON });
    notification.addEventListener('click', () => {
      window.focus();
      onClick();
      notification.close();
    });
  } catch {
    // Chrome on Android shows notifications of service workers only.
  }
}
