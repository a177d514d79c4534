import { afterAll, describe, expect, test } from 'vitest';
import { muteAndUnmute, stopAndStartCamera } from './scenarios/devices.ts';
import { seeAndHearEachOther } from './scenarios/together.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

const ROUNDS = 20;

type Three = readonly [Person, Person, Person];

const stage = useStage();

describe('three people, who stay', () => {
  afterAll(() => stage.dismiss());

  test('three people start and stop their cameras 20 times at the same time, and no tile is wrong', async () => {
    const people = await threeInLounge();
    const [ada, ben, cem] = people;
    await Promise.all(
      people.map(async (person) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          await person.turnOn('camera');
          await person.turnOff('camera');
        }
      }),
    );
    await Promise.all([ada.turnOn('camera'), cem.turnOn('camera')]);
    await findCameras(people, [ada, cem]);

    // Once more the other way round, from whatever state that left behind.
    await Promise.all([ada.turnOff('camera'), cem.turnOff('camera'), ben.turnOn('camera')]);
    await findCameras(people, [ben]);
  });

  test('three people click faster than anything starts, and end where the last click left them', async () => {
    const people = await threeInLounge();
    const [ada, ben, cem] = people;
    // An odd number of clicks is on, an even one off.
    await Promise.all([
      clickCamera(ada, ROUNDS + 1),
      clickCamera(ben, ROUNDS),
      clickCamera(cem, ROUNDS + 1),
    ]);
    await Promise.all([ada.hasOn('camera'), ben.hasOff('camera'), cem.hasOn('camera')]);
    await findCameras(people, [ada, cem]);
  });

  test('a stopped camera goes dark and its picture away at once, and both come back', async () => {
    const [ada, ben, cem] = await threeInLounge();
    await Promise.all([ada.turnOn('camera'), ben.turnOn('camera')]);
    await Promise.all([ben.sees(ada), cem.sees(ada, ben)]);
    await stopAndStartCamera(ada, [ben, cem]);
    await stopAndStartCamera(ada, [ben, cem]);
    await cem.sees(ben);
  });

  test('whoever mutes the microphone is not heard, and everybody sees it', async () => {
    const [ada, ben, cem] = await threeInLounge();
    await Promise.all([ada.turnOn('microphone'), cem.turnOn('microphone')]);
    await muteAndUnmute(ada, ben);
    await ben.hears(cem);
  });

  test('whoever speaks is shown as speaking', async () => {
    const [ada, ben] = await threeInLounge();
    await ben.findsTile(ada, { speaking: false });
    await ada.turnOn('microphone');
    await ben.findsTile(ada, { speaking: true });
    await ben.findsTile(ada, { speaking: false });
    await ben.findsTile(ada, { speaking: true });
  });

  test('a screen is seen and its sound heard until it is stopped', async () => {
    const [ada, ben, cem] = await threeInLounge();
    await ada.turnOn('camera', 'screen');
    await Promise.all(
      [ben, cem].map((viewer) =>
        Promise.all([viewer.seesScreenOf(ada), viewer.hearsScreenOf(ada), viewer.sees(ada)]),
      ),
    );
    await ada.turnOff('screen');
    await Promise.all([ben, cem].map((viewer) => viewer.seesNoPictureOf(ada, 'screen')));
    await ben.hearsNothingOf(ada, 'screenAudio');
    expect(await ada.isCapturing('screen')).toBe(false);
    expect(await ada.isCapturing('screenAudio')).toBe(false);
    await ben.sees(ada);
  });

  test('a screen that is stopped in the browser’s own bar is stopped here too, and can be shared again', async () => {
    const [ada, ben] = await threeInLounge();
    await ada.turnOn('screen');
    await Promise.all([ben.seesScreenOf(ada), ben.hearsScreenOf(ada)]);
    await ada.tab.evaluate(() => ottogiProbe.endCapture('screen'));
    await ada.hasOff('screen');
    await ben.seesNoPictureOf(ada, 'screen');
    await until('the sound of the screen is gone too', async () => {
      const sounds = (await ben.sounds()).filter(({ source }) => source === 'screenAudio');
      return { met: sounds.length === 0, seen: sounds };
    });
    expect(await ada.isCapturing('screenAudio')).toBe(false);
    expect(await ada.alerts()).toEqual([]);
    await ada.turnOn('screen');
    await Promise.all([ben.seesScreenOf(ada), ben.hearsScreenOf(ada)]);
  });

  test('two share their screens at the same time', async () => {
    const [ada, ben, cem] = await threeInLounge();
    await Promise.all([ada.turnOn('screen'), ben.turnOn('screen')]);
    await Promise.all([cem.seesScreenOf(ada, ben), ada.seesScreenOf(ben), ben.seesScreenOf(ada)]);
  });
});

test('everything clicked quickly and repeatedly shows no error and gets stuck nowhere', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada');
  const ben = await stage.arriveIn('Lounge', 'Ben');
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const button of ['Microphone', 'Camera', 'Screen']) await ada.press(button);
  }
  await Promise.all([ada.hasOff('microphone'), ada.hasOff('camera'), ada.hasOff('screen')]);
  await Promise.all([ben.seesNoPictureOf(ada), ben.seesNoPictureOf(ada, 'screen')]);
  expect(await ada.alerts()).toEqual([]);
  expect(await ben.alerts()).toEqual([]);
  expect(await ada.isCapturing('camera')).toBe(false);
  expect(await ada.isCapturing('screen')).toBe(false);

  // Every button does what it says, as on the first day.
  await ada.turnOn('microphone', 'camera', 'screen');
  await Promise.all([ben.sees(ada), ben.hears(ada), ben.seesScreenOf(ada)]);
});

test('entering and leaving clicked quickly and repeatedly ends where the last click left it', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada');
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await ada.turnOn('camera', 'microphone');
  for (let round = 0; round < ROUNDS / 2; round += 1) {
    await ben.press('Leave');
    await ben.tab.clickTitle('Enter Lounge');
  }
  await ben.isIn('Lounge');
  await Promise.all([ben.sees(ada), ben.hears(ada), ada.isWith(ben), ben.isWith(ada)]);
  expect(await ben.alerts()).toEqual([]);
});

test('whoever comes while all publish sees and hears all of them', async () => {
  const [ada, ben] = await Promise.all(
    ['Ada', 'Ben'].map((name) => stage.arriveIn('Lounge', name)),
  );
  await Promise.all([ada!.turnOn('microphone', 'camera'), ben!.turnOn('microphone', 'camera')]);
  const cem = await stage.arriveIn('Lounge', 'Cem');
  await cem.turnOn('microphone', 'camera');
  await seeAndHearEachOther(ada!, ben!, cem);
});

/** Everything is off. */
async function threeInLounge(): Promise<Three> {
  const three = await stage.company<Three>(() =>
    Promise.all([
      stage.arriveIn('Lounge', 'Ada'),
      stage.arriveIn('Lounge', 'Ben'),
      stage.arriveIn('Lounge', 'Cem'),
    ]),
  );
  await Promise.all(three.map(turnEverythingOff));
  await Promise.all(
    three.flatMap((one) =>
      three.flatMap((other) => [one.seesNoPictureOf(other), one.seesNoPictureOf(other, 'screen')]),
    ),
  );
  return three;
}

async function turnEverythingOff(person: Person): Promise<void> {
  for (const source of ['microphone', 'camera', 'screen'] as const) {
    if (await person.isOn(source)) await person.turnOff(source);
  }
}

async function clickCamera(person: Person, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await person.press('Camera');
}

/** Everybody sees the moving pictures of these, their own too, and of nobody else. */
async function findCameras(people: readonly Person[], shown: Person[]): Promise<void> {
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
  const expected = [shown.length, shown.length * (people.length - 1)].join();
  await until(`the server has ${expected} producers and consumers of cameras`, async () => {
    const { producers, consumers } = await stage.server.state();
    const seen = [producers, consumers]
      .map((all) => all.filter(({ source }) => source === 'camera').length)
      .join();
    return { met: seen === expected, seen };
  });
}
