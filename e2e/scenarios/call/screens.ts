import { expect } from 'vitest';
import type { Person } from '../../support/Person.ts';
import { clickQuickly } from './clicks.ts';
import type { Scenarios } from './Scene.ts';

export const screens: Scenarios = {
  'a screen is seen and its sound heard until it is stopped, here or in the browser’s own bar':
    async ({ ada, ben, cem }) => {
      await ada.turnOn('camera', 'screen');
      await Promise.all(
        [ben, cem].map((viewer) =>
          Promise.all([viewer.seesScreenOf(ada), viewer.hearsScreenOf(ada), viewer.sees(ada)]),
        ),
      );
      await ada.tab.evaluate(() => ottogiProbe.endCapture('screen'));
      await ada.hasOff('screen');
      await Promise.all([isGone(ada, [ben, cem]), ben.hearsNothingOf(ada, 'screenAudio')]);

      await ada.turnOn('screen');
      await Promise.all([ben.seesScreenOf(ada), ben.hearsScreenOf(ada)]);
      await ada.turnOff('screen');
      await isGone(ada, [ben, cem]);
      await ben.sees(ada);
      expect(await ada.alerts()).toEqual([]);
    },

  'two share their screens at the same time': async ({ ada, ben, cem }) => {
    await Promise.all([ada.turnOn('screen'), ben.turnOn('screen')]);
    await Promise.all([cem.seesScreenOf(ada, ben), ada.seesScreenOf(ben), ben.seesScreenOf(ada)]);
    await Promise.all([cem.hearsScreenOf(ada), cem.hearsScreenOf(ben)]);
  },

  'everything clicked quickly and repeatedly shows no error and gets stuck nowhere': async ({
    ada,
    ben,
    rounds,
  }) => {
    const even = 2 * Math.ceil(rounds / 4);
    await clickQuickly(ada, ['microphone', 'camera', 'screen'], even);
    await Promise.all([ada.hasOff('microphone'), ada.hasOff('camera'), ada.hasOff('screen')]);
    await Promise.all([ben.seesNoPictureOf(ada), ben.seesNoPictureOf(ada, 'screen')]);
    expect(await ada.alerts()).toEqual([]);
    expect(await ben.alerts()).toEqual([]);
    expect(await ada.isCapturing('camera')).toBe(false);
    expect(await ada.isCapturing('screen')).toBe(false);

    // Every button does what it says, as on the first day.
    await ada.turnOn('microphone', 'camera', 'screen');
    await Promise.all([ben.sees(ada), ben.hears(ada), ben.seesScreenOf(ada)]);
  },
};

/** Nothing of a screen is seen or captured any more. */
async function isGone(sharer: Person, viewers: readonly Person[]): Promise<void> {
  await Promise.all(viewers.map((viewer) => viewer.seesNoPictureOf(sharer, 'screen')));
  expect(await sharer.isCapturing('screen')).toBe(false);
  expect(await sharer.isCapturing('screenAudio')).toBe(false);
}
