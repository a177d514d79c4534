import { describe, expect, test } from 'vitest';
import { seeAndHearEachOther } from './scenarios/together.ts';
import { useStage } from './support/Stage.ts';

describe('a link', () => {
  const stage = useStage();

  test('back and forward go through the rooms as through pages', async () => {
    const ben = await stage.arriveIn('Lounge', 'Ben');
    const cem = await stage.arriveIn('Kitchen', 'Cem');
    await Promise.all([ben, cem].map((person) => person.turnOn('microphone', 'camera')));
    const ada = await stage.arriveNamed('Ada');
    await ada.enter('Lounge');
    await ada.enter('Kitchen');
    await ada.tab.back();
    await ada.isIn('Lounge');
    await Promise.all([ada.sees(ben), ada.hears(ben), ben.isWith(ada), cem.isWith()]);
    await ada.tab.forward();
    await ada.isIn('Kitchen');
    await Promise.all([ada.sees(cem), ada.hears(cem), cem.isWith(ada), ben.isWith()]);
    await ada.tab.back();
    await ada.tab.back();
    await ada.isInNoRoom();
    await Promise.all([ben.isWith(), cem.isWith()]);
  });

  test('a pasted link leads to the door of its room: who is there, and one click to enter', async () => {
    const ben = await stage.arriveIn('Lounge', 'Ben');
    await ben.turnOn('microphone', 'camera');
    const ada = await stage.arrive('Ada', { path: new URL(ben.tab.url()).pathname });
    await ada.shows('1 person');
    await ada.seesRooms({ Lounge: [ben] });
    await ben.isWith();
    await ada.tab.enterText('Your name', 'Ada');
    await ada.isIn('Lounge');
    await Promise.all([ada.sees(ben), ada.hears(ben), ben.isWith(ada)]);
  });

  test('the same link in two tabs of one browser is two peers who see and hear each other', async () => {
    const ada = await stage.arriveIn('Lounge', 'Ada');
    const again = await stage.arriveIn('Lounge', 'Ada again', { beside: ada });
    await Promise.all([ada, again].map((person) => person.turnOn('microphone', 'camera')));
    await seeAndHearEachOther(ada, again);
    await again.tab.close();
    stage.forget(again);
    await Promise.all([ada.isWith(), ada.seesRooms({ Lounge: [ada] })]);
    await ada.hasOn('camera');
  });

  test('a link that asks for camera and microphone enters without either', async () => {
    const ada = await stage.arrive('Ada', { path: '/r/Lounge?name=Ada&join=1&audio=1&video=1' });
    await ada.isIn('Lounge');
    const ben = await stage.arriveIn('Lounge', 'Ben');
    await ben.isWith(ada);
    await ben.findsTile(ada, { muted: true, waiting: false });
    await ada.hasOff('microphone');
    await ada.hasOff('camera');
    expect(await ada.captured()).toEqual([]);
    expect((await stage.server.state()).producers).toEqual([]);
  });

  test.each(['a/b%2F..', '회의실', '100% 🎉', '..'])(
    'the room “%s” has a link that leads to it',
    async (room) => {
      const ada = await stage.arriveNamed('Ada');
      await ada.openRoom(room);
      await ada.turnOn('camera');
      const { pathname, search } = new URL(ada.tab.url());
      const ben = await stage.arrive('Ben', { path: pathname + search });
      await ben.tab.enterText('Your name', 'Ben');
      await ben.isIn(room);
      await ben.sees(ada);
      await ada.seesRooms({ [room]: [ada, ben] });
      expect((await stage.server.rooms()).map(({ name }) => name)).toEqual([room]);
    },
  );
});

describe('a link where the host allows links to open devices', () => {
  const stage = useStage({ OTTOGI_AUTOPUBLISH: '1' });

  test('enters with what it asks for', async () => {
    const ada = await stage.arrive('Ada', { path: '/r/Lounge?name=Ada&join=1&audio=1&video=1' });
    const ben = await stage.arrive('Ben', { path: '/r/Lounge?name=Ben&join=1&audio=1&video=0' });
    await Promise.all([ada.isIn('Lounge'), ben.isIn('Lounge')]);
    await Promise.all([ben.sees(ada), ben.hears(ada), ada.hears(ben)]);
    await ben.hasOff('camera');
    expect(await ada.pictures()).toHaveLength(1);
  });
});
