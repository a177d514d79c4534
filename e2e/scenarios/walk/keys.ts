import { until } from '../../support/until.ts';
import type { Chapter } from './Chapter.ts';

/** What only keys do, beside those that do the same as a button. */
export const keys: Chapter = {
  title: 'keys',
  tool: 'keyboard',
  steps: {
    'has every key on one sheet': async ({ ada }) => {
      const { shortcuts } = ada.texts;
      await ada.key('?');
      await ada.person.shows(shortcuts.title);
      await ada.person.shows(shortcuts.commands.pushToTalk);
      await ada.hands.dismiss(ada.popup);
    },

    'mutes by the keys of other programs too': async ({ ada, ben }) => {
      for (const [combination, muted] of [
        ['Ctrl+D', false],
        ['Ctrl+Shift+M', true],
      ] as const) {
        await ada.key(combination);
        await ben.findsTile(ada.person, { muted });
      }
    },

    'turns the camera on and off by another key': async ({ ada, ben }) => {
      await ada.key('Ctrl+E');
      await ben.sees(ada.person);
      await ada.key('Ctrl+E');
      await ben.seesNoPictureOf(ada.person);
    },

    'holds the space bar to talk, where no button has the focus': async ({ ada, ben }) => {
      const { rooms, settings } = ada.texts;
      await ada.inSettings('voice', () => ada.choose('radio', settings.modes.pushToTalk.name));
      await ada.command('toggleMicrophone');
      await ada.hands.press(ada.find('link', rooms.skip));
      await ben.hearsNothingOf(ada.person);
      await ada.page.keyboard.down('Space');
      await ben.hears(ada.person);
      await ada.page.keyboard.up('Space');
      await ben.hearsNothingOf(ada.person);
    },

    'jumps to a room by some of its letters': async ({ ada, ben, room }) => {
      const { rooms } = ada.texts;
      await ada.key('Ctrl+K');
      await ada.write(rooms.switcher, `${room} 2`);
      await ada.person.shows(rooms.switcherNew(`${room} 2`));
      await ada.page.keyboard.press('Enter');
      await ada.person.isIn(`${room} 2`);
      await ada.key('Ctrl+K');
      await ada.write(rooms.switcher, room);
      const chosen = ada.page.getByRole('option', { selected: true }).locator('bdi');
      await until(`${room} is chosen`, async () => {
        const seen = await chosen.innerText();
        if (seen !== room) await ada.page.keyboard.press('ArrowDown');
        return { met: seen === room, seen };
      });
      await ada.page.keyboard.press('Enter');
      await ada.person.isIn(room);
      await ada.person.isWith(ben);
    },

    'writes letters where one writes': async ({ ada, ben, room }) => {
      const { chat } = ada.texts;
      await ada.command('toggleChat');
      await ada.write(chat.write(room), 'r v d m c p w');
      await ada.confirm(chat.send);
      await ada.person.shows('r v d m c p w');
      await ben.seesNoPictureOf(ada.person);
    },

    'switches single keys off, and keeps the others': async ({ ada, ben }) => {
      const { shortcuts } = ada.texts;
      await ada.inSettings('shortcuts', () => ada.choose('switch', shortcuts.singleKeys));
      await ada.key('V');
      await ada.key('Ctrl+Shift+D');
      await ben.shows('hears nobody');
      await ben.seesNoPictureOf(ada.person);
    },
  },
};
