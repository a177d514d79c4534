import { expect } from 'vitest';
import { leaveAndReturn } from '../devices.ts';
import { seeAndHear, seeAndHearEachOther } from '../together.ts';
import type { Scenarios } from './Scene.ts';

/** Who clicks quickly clicks so many times less often where each click is a whole way in. */
const DOORS = 2;

export const comings: Scenarios = {
  'whoever leaves is gone everywhere, and comes back with one click': async ({ ada, ben, cem }) => {
    await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
    await seeAndHear(ada, ben);
    // What was on when they left is on again when they come back.
    await leaveAndReturn(ada, [ben, cem], 'Lounge');
    await seeAndHear(ada, ben);
  },

  'entering and leaving clicked quickly and repeatedly, with everything on, ends where the last click left it, and leaves nothing over':
    async ({ stage, ada, ben, cem, rounds }) => {
      await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
      for (let round = 0; round < rounds / DOORS; round += 1) {
        await ben.press('Leave');
        await ben.tab.clickTitle('Enter Lounge');
      }
      await ben.isIn('Lounge');
      await Promise.all([seeAndHear(ada, ben), ada.isWith(ben, cem), ben.isWith(ada, cem)]);
      expect(await ben.alerts()).toEqual([]);
      const { peers, producers } = await stage.server.state();
      const people = peers.filter(({ hidden }) => !hidden).map(({ peerId }) => peerId);
      expect(people).toHaveLength(3);
      // Whoever mutes goes on publishing.
      const published = producers.filter(
        ({ peerId, paused }) => people.includes(peerId) && !paused,
      );
      expect(published.map(({ source }) => source).toSorted()).toEqual([
        'camera',
        'camera',
        'microphone',
        'microphone',
      ]);
    },

  'whoever comes while all publish sees and hears all of them': async ({ ada, ben, cem }) => {
    await cem.leave();
    await Promise.all([
      ada.turnOn('microphone', 'camera'),
      ben.turnOn('microphone', 'camera'),
      cem.enter('Lounge'),
    ]);
    await cem.turnOn('microphone', 'camera');
    await seeAndHearEachOther(ada, ben, cem);
  },

  'whoever reloads, or goes to another page and back, comes back into the room with camera and microphone':
    async ({ ada, ben, cem }) => {
      await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
      await ben.sees(ada);
      await ada.tab.reload();
      await ada.isIn('Lounge');
      await Promise.all([seeAndHear(ada, ben), ben.isWith(ada, cem)]);
      await ada.tab.goto('about:blank');
      await Promise.all([ben.isWith(cem), ben.seesRooms({ Lounge: [ben, cem] })]);
      await ada.tab.back();
      await ada.isIn('Lounge');
      await seeAndHear(ada, ben);
    },

  'one click on another room moves, with camera and microphone on, and what was left is gone':
    async ({ ada, ben, cem }) => {
      await Promise.all([ada, ben, cem].map((person) => person.turnOn('microphone', 'camera')));
      await cem.openRoom('Kitchen');
      await Promise.all([cem.isWith(), cem.sees(cem), ben.isWith(ada), ben.seesNoPictureOf(cem)]);
      await Promise.all([seeAndHear(ada, ben), cem.hearsNothingOf(ada), ada.hearsNothingOf(cem)]);

      await ada.enter('Kitchen');
      await ben.isWith();
      await Promise.all(
        [ada, ben, cem].map((person) => person.seesRooms({ Kitchen: [ada, cem], Lounge: [ben] })),
      );
      await ada.hasOn('camera');
      await ada.hasOn('microphone');
      await Promise.all([
        seeAndHearEachOther(ada, cem),
        ben.seesNoPictureOf(ada),
        ben.hearsNothingOf(ada),
      ]);
    },
};
