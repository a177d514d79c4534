import { expect, test } from 'vitest';
import { getNothingFromElsewhere, seeAndHearEachOther } from './scenarios/together.ts';
import { useStage } from './support/Stage.ts';

const stage = useStage();

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

test('the page speaks Korean to whose browser does', async () => {
  const ada = await stage.arriveIn('회의실', '에이다', { locale: 'ko-KR' });
  await ada.press('나가기');
  await ada.shows('방을 누르면 바로 들어갑니다.');
});
