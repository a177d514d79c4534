import { expect } from 'vitest';
import { until } from '../../support/until.ts';
import { seeAndHearEachOther } from '../together.ts';
import type { Scenarios } from './Scene.ts';

export const presence: Scenarios = {
  'all see and hear each other, nobody hears themselves, and everybody is told how they are connected':
    async ({ stage, topology, people }) => {
      await Promise.all(people.map((person) => person.turnOn('microphone', 'camera')));
      await seeAndHearEachOther(...people);
      await Promise.all(people.map((person) => person.hearsNothingOf(person)));
      await Promise.all(
        people.map((person) =>
          until(`the badge of ${person.name} says ${topology}`, async () => {
            const seen = await person.tab.evaluate(
              () => document.querySelector<HTMLElement>('[data-topology]')?.dataset.topology,
            );
            return { met: seen === topology, seen };
          }),
        ),
      );
      expect((await stage.server.rooms()).length).toBe(1);
    },
};
