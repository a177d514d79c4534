import type { TopologyName } from '@ottogi/protocol';
import { describe, expect, test } from 'vitest';
import { seeAndHearEachOther } from './scenarios/together.ts';
import type { Person } from './support/Person.ts';
import { type Stage, useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

/** Resolves when the room has this topology. */
async function isIn(stage: Stage, topology: TopologyName): Promise<void> {
  await until(`the room is ${topology}`, async () => {
    const [room] = (await stage.server.state()).rooms;
    return { met: room?.topology === topology, seen: room };
  });
}

describe('by itself', () => {
  const stage = useStage({ OTTOGI_TOPOLOGY: 'auto' });

  async function twoInMesh(): Promise<[Person, Person]> {
    const ada = await stage.arriveIn('Lounge', 'Ada');
    const ben = await stage.arriveIn('Lounge', 'Ben');
    await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
    await isIn(stage, 'mesh');
    return [ada, ben];
  }

  test('two are connected directly after a while, and nothing of them goes over the server', async () => {
    const [ada, ben] = await twoInMesh();
    await seeAndHearEachOther(ada, ben);
    const badge = await ada.tab.evaluate(
      () => document.querySelector<HTMLElement>('[data-topology]')?.dataset.topology,
    );
    expect(badge).toBe('mesh');
    const { transports, links } = await stage.server.state();
    expect(transports).toEqual([]);
    expect(links).toMatchObject([{ state: 'connected', relayed: false }]);
  });

  test('a third one comes, and all see and hear each other; then two again', async () => {
    const [ada, ben] = await twoInMesh();
    const cem = await stage.arriveIn('Lounge', 'Cem');
    await cem.turnOn('microphone', 'camera');
    await isIn(stage, 'sfu');
    await seeAndHearEachOther(ada, ben, cem);
    await cem.press('Leave');
    await isIn(stage, 'mesh');
    await seeAndHearEachOther(ada, ben);
  });

  test('what is off, muted or shared stays so through a change', async () => {
    const [ada, ben] = await twoInMesh();
    await ada.turnOff('microphone');
    await ben.turnOn('screen');
    await Promise.all([ada.seesScreenOf(ben), ada.hearsScreenOf(ben)]);
    await ben.findsTile(ada, { muted: true });
    const cem = await stage.arriveIn('Lounge', 'Cem');
    await isIn(stage, 'sfu');
    await Promise.all([
      ada.seesScreenOf(ben),
      ada.hearsScreenOf(ben),
      cem.seesScreenOf(ben),
      cem.sees(ada, ben),
      ben.sees(ada),
    ]);
    await Promise.all([ben, cem].map((person) => person.findsTile(ada, { muted: true })));
    await ben.hearsNothingOf(ada);
    expect(await ben.alerts()).toEqual([]);
  });

  test('both look for another way at the same moment, and see and hear each other on', async () => {
    const [ada, ben] = await twoInMesh();
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(
        [ada, ben].map(({ tab }) =>
          tab.evaluate(() => globalThis.dispatchEvent(new Event('online'))),
        ),
      );
      await seeAndHearEachOther(ada, ben);
    }
    await isIn(stage, 'mesh');
  });

  test('a reload in a direct call comes back into it', async () => {
    const [ada, ben] = await twoInMesh();
    await ada.tab.reload();
    await ada.isIn('Lounge');
    await isIn(stage, 'mesh');
    await seeAndHearEachOther(ada, ben);
  });
});
