import { expect, test } from 'vitest';
import { getNothingFromElsewhere, seeAndHearEachOther } from './scenarios/together.ts';
import { useStage } from './support/Stage.ts';

const stage = useStage();

test('a newcomer opens a room, the next one sees who is in it, and joins with one click', async () => {
  const ada = await stage.arriveNamed('Ada');
  await ada.openRoom('Lounge');
  await ada.turnOn('microphone', 'camera');

  const ben = await stage.arriveNamed('Ben');
  await ben.seesRooms({ Lounge: [ada] });
  await ben.enter('Lounge');
  await ben.turnOn('microphone', 'camera');

  await seeAndHearEachOther(ada, ben);
  await Promise.all([ada, ben].map((person) => person.seesRooms({ Lounge: [ada, ben] })));
});

test('three in one room and two in another see and hear their own room, and nothing else', async () => {
  const [ada, ben, cem] = await Promise.all(
    ['Ada', 'Ben', 'Cem'].map((name) => stage.arriveNamed(name, { camera: 'red' })),
  );
  const [dora, eve] = await Promise.all(
    ['Dora', 'Eve'].map((name) => stage.arriveNamed(name, { camera: 'blue' })),
  );
  await Promise.all([ada!.openRoom('Lounge'), dora!.openRoom('Kitchen')]);
  await Promise.all([ben!.enter('Lounge'), cem!.enter('Lounge'), eve!.enter('Kitchen')]);
  const [lounge, kitchen] = [
    [ada!, ben!, cem!],
    [dora!, eve!],
  ];
  const everybody = [...lounge, ...kitchen];
  await Promise.all(everybody.map((person) => person.turnOn('microphone', 'camera')));

  await Promise.all([seeAndHearEachOther(...lounge), seeAndHearEachOther(...kitchen)]);
  await Promise.all(
    everybody.map((person) => person.seesRooms({ Kitchen: kitchen, Lounge: lounge })),
  );
  await getNothingFromElsewhere(stage.server, lounge, 'red');
  await getNothingFromElsewhere(stage.server, kitchen, 'blue');

  // The same, as the server tells it: two transports a peer, and no link across rooms.
  const { rooms, peers, transports, producers, consumers } = await stage.server.state();
  expect(rooms.map(({ name }) => name).sort()).toEqual(['Kitchen', 'Lounge']);
  expect(peers).toHaveLength(5);
  expect(transports).toHaveLength(2 * 5);
  expect(producers).toHaveLength(2 * 5);
  expect(consumers).toHaveLength(2 * (3 * 2 + 2 * 1));
  const roomOf = new Map(peers.map(({ peerId, roomId }) => [peerId, roomId]));
  for (const { peerId, producerPeerId } of consumers) {
    expect(roomOf.get(producerPeerId)).toBe(roomOf.get(peerId));
  }
  const workers = await stage.server.workers();
  expect(workers.map(({ routers }) => routers)).toEqual([1, 1]);
});

test('one click on another room moves, with camera and microphone on', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada');
  const ben = await stage.arriveIn('Lounge', 'Ben');
  const cem = await stage.arriveIn('Kitchen', 'Cem');
  await Promise.all([ada.turnOn('microphone', 'camera'), cem.turnOn('microphone', 'camera')]);
  await Promise.all([ben.sees(ada), ben.hears(ada)]);

  await ada.enter('Kitchen');
  await ben.isWith();
  await Promise.all(
    [ada, ben, cem].map((person) => person.seesRooms({ Kitchen: [ada, cem], Lounge: [ben] })),
  );
  await ada.hasOn('camera');
  await ada.hasOn('microphone');
  await seeAndHearEachOther(ada, cem);
  expect(await ben.pictures()).toEqual([]);
  expect(await ben.sounds()).toEqual([]);

  // And back again, by the same way.
  await ada.enter('Lounge');
  await Promise.all([ben.sees(ada), ben.hears(ada), cem.isWith()]);
});

test('the page speaks Korean to whose browser does', async () => {
  const ada = await stage.arriveIn('회의실', '에이다', { locale: 'ko-KR' });
  await ada.press('나가기');
  await ada.shows('방을 누르면 바로 들어갑니다.');
});
