import { expect } from 'vitest';
import { seeAndHearEachOther } from '../together.ts';
import type { Scenarios } from './Scene.ts';

export const trouble: Scenarios = {
  'when the server crashes the page says so, Leave works, and a restart brings everybody back':
    async ({ stage, ada, ben, cem, people }) => {
      await Promise.all(people.map((person) => person.turnOn('microphone', 'camera')));
      await seeAndHearEachOther(...people);
      await ben.turnOff('microphone');
      await ada.finds(ben, { muted: true });
      const loadedAt = () =>
        Promise.all(people.map(({ tab }) => tab.evaluate(() => performance.timeOrigin)));
      const before = await loadedAt();

      await stage.server.kill('SIGKILL');
      await Promise.all(
        people.map((person) => person.shows('The connection to the server is lost')),
      );
      await cem.leave();
      expect(await cem.isCapturing('camera')).toBe(false);

      await stage.server.start();
      await Promise.all([ada.isIn('Lounge'), ben.isIn('Lounge')]);
      await Promise.all([ada.isWith(ben), ben.isWith(ada)]);
      await Promise.all([ada.sees(ada, ben), ben.sees(ada, ben), ben.hears(ada)]);
      // Muted before, muted after; and one click unmutes.
      await ada.finds(ben, { muted: true });
      await ben.turnOn('microphone');
      await ada.hears(ben);
      await cem.isInNoRoom();
      await cem.seesRooms({ Lounge: [ada, ben] });
      // By themselves, and nobody complains.
      expect(await loadedAt()).toEqual(before);
      for (const person of people) {
        expect(await person.alerts()).toEqual([]);
        await person.showsNo('It comes back by itself');
      }
    },
};
