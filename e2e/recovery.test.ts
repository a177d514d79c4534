import { expect, test } from 'vitest';
import { seeAndHearEachOther } from './scenarios/together.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

const stage = useStage();

test('when the server is stopped and started again everybody is back in the call by themselves', async () => {
  const [ada, ben] = await twoTalk();
  await ada.press('Chat');
  const draft = ada.page.getByLabel('Write to Lounge');
  // A room in which something was said is there again after a restart.
  await draft.fill('hello');
  await draft.press('Enter');
  await ada.shows('hello');
  await draft.fill('half a sent');
  const { areAsBefore } = await remember(ada, ben);
  await stage.server.kill('SIGTERM');
  await Promise.all([ada, ben].map((one) => one.shows('The connection to the server is lost')));
  await draft.pressSequentially('ence');
  await stage.server.start();
  await Promise.all([ada.isIn('Lounge'), ben.isIn('Lounge')]);
  await seeAndHearEachOther(ada, ben);
  await areAsBefore();
  expect(await draft.inputValue()).toBe('half a sentence');
});

test('when a media worker is killed the server lives on, and media comes back by itself', async () => {
  stage.expectErrors(/media worker died/);
  const [ada, ben] = await twoTalk();
  const worker = await busyWorker();
  const dora = await stage.arriveIn('Kitchen', 'Dora');
  const eve = await stage.arriveIn('Kitchen', 'Eve');
  await Promise.all([dora.turnOn('camera'), eve.turnOn('microphone')]);
  await Promise.all([eve.sees(dora), dora.hears(eve)]);
  const { pid } = stage.server;
  const before = await peerIds();
  const { producers: standing } = await stage.server.state();
  const former = new Set(standing.map(({ producerId }) => producerId));
  const { areAsBefore } = await remember(ada, ben, dora, eve);

  process.kill(worker, 'SIGKILL');
  await until('everything is published again', async () => {
    const producers = (await stage.server.state()).producers.map(({ producerId }) => producerId);
    const renewed = producers.filter((id) => !former.has(id));
    return { met: renewed.length === 4 && producers.length === 6, seen: producers };
  });
  await Promise.all([
    seeAndHearEachOther(ada, ben),
    // The other room noticed nothing.
    eve.sees(dora),
    dora.hears(eve),
  ]);
  // Nobody left, and nobody came.
  expect(await peerIds()).toEqual(before);
  expect(stage.server.pid).toBe(pid);
  await areAsBefore();
});

/** Two in the room Lounge who see and hear each other. */
async function twoTalk(): Promise<[Person, Person]> {
  const ada = await stage.arriveIn('Lounge', 'Ada');
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
  return [ada, ben];
}

/** Returns how to find out that no page was loaded anew meanwhile, and that none complains. */
async function remember(...people: Person[]): Promise<{ areAsBefore: () => Promise<void> }> {
  const loadedAt = (person: Person) => person.tab.evaluate(() => performance.timeOrigin);
  const before = await Promise.all(people.map(loadedAt));
  const areAsBefore = async () => {
    expect(await Promise.all(people.map(loadedAt))).toEqual(before);
    for (const person of people) {
      expect(await person.alerts()).toEqual([]);
      await person.showsNo('It comes back by itself');
    }
  };
  return { areAsBefore };
}

async function peerIds(): Promise<Record<string, string>> {
  const { peers } = await stage.server.state();
  return Object.fromEntries(peers.map(({ name, peerId }) => [name, peerId]));
}

/** The process id of the one worker that has a room. */
async function busyWorker(): Promise<number> {
  const busy = (await stage.server.workers()).filter(({ routers }) => routers > 0);
  expect(busy).toHaveLength(1);
  return busy[0]!.pid!;
}
