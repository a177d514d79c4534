import type { Chapter } from './Chapter.ts';
import { roomOrder, tileInColour } from './seen.ts';

const SECRET = 'sesame';

/** From the first visit to a room of one's own, and to its end. */
export const rooms: Chapter = {
  title: 'rooms',
  begin: () => '/',
  steps: {
    'says who one is': async ({ ada, ben }) => {
      const { texts } = ada;
      await ada.person.shows(texts.rooms.welcome);
      await ada.write(texts.yourName, ada.person.name);
      await ada.confirm(texts.continue);
      await ada.person.shows(texts.rooms.firstRoomTitle, texts.rooms.hello(ada.person.name));
      await ben.tab.enterText('Your name', 'Ben');
    },

    'makes a room with a topic, a password and places': async ({ ada, ben, room }) => {
      const { texts } = ada;
      await ada.open(texts.rooms.newRoomWithMore);
      await ada.write(texts.rooms.roomName, room);
      await ada.write(texts.rooms.topic, '여름 summer');
      await ada.write(texts.rooms.password, SECRET);
      await ada.write(texts.rooms.limit, '2');
      await ada.confirm(texts.rooms.create);
      await ada.person.isIn(room);
      await ada.person.shows('여름 summer');
      await ben.seesRooms({ [room]: [ada.person] });
    },

    'lets in whoever knows the password': async ({ ada, ben, room }) => {
      await ben.tab.clickTitle(`Enter ${room}`);
      await ben.tab.enterText('Password', 'wrong');
      await ben.shows('That is not the password.');
      await ben.tab.enterText('Password', SECRET);
      await ben.isIn(room);
      await ada.person.isWith(ben);
      await ada.person.shows(ada.texts.rooms.full);
    },

    'changes the room': async ({ ada, ben, room }) => {
      const { texts } = ada;
      await ada.ofRoom(room, texts.rooms.edit);
      await ada.write(texts.rooms.topic, 'Autumn');
      await ada.write(texts.rooms.limit, '');
      await ada.choose('switch', texts.rooms.removePassword);
      await ada.press(texts.save);
      await ben.shows('Autumn');
      await ada.finds('the lock', () => ada.page.getByTitle(texts.rooms.locked).count(), 0);
    },

    'keeps a room at the top, and not': async ({ ada, room }) => {
      const { texts } = ada;
      await ada.ofRoom(room, texts.rooms.favour);
      await ada.find('heading', texts.rooms.favourites).waitFor();
      await ada.ofRoom(room, texts.rooms.unfavour);
      await ada.find('heading', texts.rooms.favourites).waitFor({ state: 'detached' });
    },

    'has another name and colour': async ({ ada, ben, room }) => {
      const { texts, person } = ada;
      const renamed = `${person.name} II`;
      await ada.open(`${person.name} ${texts.rooms.profile}`);
      await ada.write(texts.yourName, renamed);
      const hue = await ada.slide(texts.rooms.colour, 200);
      await ada.press(texts.save);
      await ben.isWith(renamed);
      await tileInColour(ben, renamed, hue).waitFor();
      await ben.seesRooms({ [room]: [ben, renamed] });
    },

    'moves to another room and back': async ({ ada, ben, room }) => {
      const { texts, person } = ada;
      await ada.open(texts.rooms.newRoomWithMore);
      await ada.write(texts.rooms.roomName, `${room} 2`);
      await ada.press(texts.rooms.create);
      await person.isIn(`${room} 2`);
      await ben.isWith();
      await ada.write(texts.rooms.find, 'ben');
      await ada.finds('the rooms', roomOrder(ada, room), [room]);
      await ada.hands.press(ada.roomLink(room));
      await ada.write(texts.rooms.find, '');
      await person.isIn(room);
      await ben.isWith(`${person.name} II`);
    },

    'puts rooms in order': async ({ ada, room }) => {
      await ada.finds('the rooms', roomOrder(ada, room), [room, `${room} 2`]);
      await ada.ofRoom(room, ada.texts.rooms.moveDown);
      await ada.finds('the rooms', roomOrder(ada, room), [`${room} 2`, room]);
    },

    'locks the room, and lets somebody in who knocks': async ({ ada, ben, room }) => {
      const { texts } = ada;
      const locks = () => ada.page.getByTitle(texts.rooms.shut).count();
      await ada.ofRoom(room, texts.rooms.lock);
      await ada.finds('the lock', locks, 1);
      await ada.ofRoom(room, texts.rooms.unlock);
      await ada.finds('the lock', locks, 0);
      await ada.ofRoom(room, texts.rooms.addLobby);
      await ben.leave();
      await ben.tab.clickTitle(`Enter ${room}`);
      await ben.shows(`Waiting to be let into ${room}`);
      await ada.press(texts.call.letInNamed('Ben'));
      await ben.isIn(room);
      await ada.ofRoom(room, texts.rooms.removeLobby);
    },

    'bans somebody, and lets them in again': async ({ ada, ben, room }) => {
      const { texts } = ada;
      await ada.ofTile('Ben', texts.call.ban);
      await ada.find('dialog', texts.call.asking.ban.title('Ben')).waitFor();
      await ada.press(texts.call.asking.ban.action);
      await ada.person.isWith();
      await ben.isInNoRoom();
      await ada.ofRoom(room, texts.rooms.showBans);
      await ada.press(texts.rooms.unban('Ben'));
      await ada.person.shows(texts.rooms.bansNone);
      await ada.hands.dismiss(ada.popup);
      await ben.enter(room);
      await ada.person.isWith(ben);
    },

    'deletes rooms': async ({ ada, ben, room }) => {
      const { texts } = ada;
      for (const name of [`${room} 2`, room]) {
        await ada.ofRoom(name, texts.rooms.delete);
        await ada.press(texts.rooms.deleteAction);
      }
      await Promise.all([ben.isInNoRoom(), ada.person.isInNoRoom()]);
      await ada.press(texts.rooms.backToRooms);
      // Where one has been stays on one's own list until one takes it off.
      for (const name of [`${room} 2`, room]) {
        await ada.pressAt(name, texts.rooms.forgetRoom(name));
      }
      await ada.finds('the rooms', roomOrder(ada, room), []);
    },
  },
};
