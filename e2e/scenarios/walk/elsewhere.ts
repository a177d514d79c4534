import type { Locator } from 'playwright-core';
import type { Chapter } from './Chapter.ts';
import type { Walker } from './Walker.ts';

/** In one room by voice, and in another one's chat. */
export const elsewhere: Chapter = {
  title: 'two rooms',
  steps: {
    'sees that something was written elsewhere': async ({ ada, ben, room }) => {
      await ben.openRoom(`${room} 2`);
      await ben.press('Chat');
      await ada.command('toggleMicrophone');
      await ada.pressAt(`${room} 2`, ada.texts.rooms.chatOf(`${room} 2`));
      await ada.person.shows(ada.texts.chat.empty);
      await ada.press(ada.texts.chat.back);
      await ben.tab.enterText(`Write to ${room} 2`, 'Anybody here?');
      await unread(ada, room).waitFor();
    },

    'reads it, while the call goes on': async ({ ada, room }) => {
      const { texts, person } = ada;
      await ada.hands.press(unread(ada, room));
      await person.shows('Anybody here?');
      await person.shows(texts.rooms.voiceConnected);
      await ada.write(texts.chat.write(`${room} 2`), '네');
      await ada.confirm(texts.chat.send);
      await ada.finds('unread marks', () => unread(ada, room).count(), 0);
    },

    'goes back to the call': async ({ ada, ben, room }) => {
      const { texts, person } = ada;
      await ben.shows('네');
      await ada.hands.press(ada.page.getByRole('button', { name: texts.rooms.backToCall(room) }));
      await person.isIn(room);
      await person.isWith();
      await person.hasOn('microphone');
    },

    'moves there with an open microphone, and back': async ({ ada, ben, room }) => {
      await movesTo(ada, `${room} 2`, 'Alt+ArrowUp');
      await ben.isWith(ada.person);
      await ben.hears(ada.person);
      await movesTo(ada, room, 'Alt+ArrowDown');
      await ben.isWith();
    },

    'hangs up while reading elsewhere': async ({ ada, ben, room }) => {
      const { texts, person } = ada;
      await ada.ofRoom(`${room} 2`, texts.rooms.openChat);
      await person.shows(texts.rooms.voiceConnected);
      await ada.press(texts.rooms.leaveCall);
      await person.showsNo(texts.rooms.voiceConnected);
      await ben.seesRooms({ [`${room} 2`]: [ben] });
    },
  },
};

/** With one click, or to the room above or below in the list. */
async function movesTo(ada: Walker, room: string, keys: string): Promise<void> {
  if (ada.hands.tool === 'mouse') await ada.hands.press(ada.roomLink(room));
  else await ada.page.keyboard.press(keys);
  await ada.person.isIn(room);
}

/** The mark of the other room, in place of the button that opens its chat. */
function unread(ada: Walker, room: string): Locator {
  const { chatOf, unread: unreadText } = ada.texts.rooms;
  return ada.button(`${chatOf(`${room} 2`)}, ${unreadText(1)}`);
}
