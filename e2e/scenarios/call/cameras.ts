import { expect } from 'vitest';
import type { Person } from '../../support/Person.ts';
import { until } from '../../support/until.ts';
import { stopAndStartCamera } from '../devices.ts';
import { clickQuickly, turnOnAndOff } from './clicks.ts';
import type { Scenarios, Scene } from './Scene.ts';

export const cameras: Scenarios = {
  'a stopped camera goes dark and its picture away at once, and both come back': async ({
    ada,
    ben,
    cem,
  }) => {
    await Promise.all([ada.turnOn('camera'), ben.turnOn('camera')]);
    await Promise.all([ben.sees(ada), cem.sees(ada, ben)]);
    await stopAndStartCamera(ada, [ben, cem]);
    await cem.sees(ben);
  },

  'three people start and stop their cameras again and again at the same time, and no picture is wrong':
    async (scene) => {
      const { ada, ben, cem, people, rounds } = scene;
      await Promise.all(people.map((person) => turnOnAndOff(person, 'camera', rounds)));
      await Promise.all([ada.turnOn('camera'), cem.turnOn('camera')]);
      await findCameras(scene, [ada, cem]);

      // Once more the other way round, from whatever state that left behind.
      await Promise.all([ada.turnOff('camera'), cem.turnOff('camera'), ben.turnOn('camera')]);
      await findCameras(scene, [ben]);
    },

  'three people click faster than anything starts, and end where the last click left them': async (
    scene,
  ) => {
    const { ada, ben, cem, rounds } = scene;
    // An odd number of clicks is on, an even one off.
    const even = 2 * Math.ceil(rounds / 2);
    await Promise.all([
      clickQuickly(ada, ['camera'], even + 1),
      clickQuickly(ben, ['camera'], even),
      clickQuickly(cem, ['camera'], even + 1),
    ]);
    await Promise.all([ada.hasOn('camera'), ben.hasOff('camera'), cem.hasOn('camera')]);
    await findCameras(scene, [ada, cem]);
  },
};

/** Everybody sees the moving pictures of these, their own too, and of nobody else. */
async function findCameras(
  { stage, topology, people }: Scene,
  shown: readonly Person[],
): Promise<void> {
  await Promise.all(
    people.map(async (person) => {
      await person.sees(...shown);
      for (const hidden of people.filter((other) => !shown.includes(other))) {
        await person.seesNoPictureOf(hidden);
      }
      expect(await person.isCapturing('camera')).toBe(shown.includes(person));
      expect(await person.alerts()).toEqual([]);
    }),
  );
  // Here alone the server forwards each to each.
  if (topology !== 'sfu') return;
  const expected = [shown.length, shown.length * (people.length - 1)].join();
  await until(`the server has ${expected} producers and consumers of cameras`, async () => {
    const { producers, consumers } = await stage.server.state();
    const seen = [producers, consumers]
      .map((all) => all.filter(({ source }) => source === 'camera').length)
      .join();
    return { met: seen === expected, seen };
  });
}
