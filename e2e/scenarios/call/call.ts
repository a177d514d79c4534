import type { TopologyName } from '@ottogi/protocol';
import { afterAll, describe, test } from 'vitest';
import { useStage } from '../../support/Stage.ts';
import { cameras } from './cameras.ts';
import { rest, threeCome } from './cast.ts';
import { comings } from './comings.ts';
import { presence } from './presence.ts';
import type { Scenarios } from './Scene.ts';
import { screens } from './screens.ts';
import { signs } from './signs.ts';
import { trouble } from './trouble.ts';
import { voices } from './voices.ts';

const CALL: Scenarios = {
  ...presence,
  ...cameras,
  ...voices,
  ...signs,
  ...screens,
  ...comings,
  ...trouble,
};

/** All in which a call differs by how people are connected, as far as they notice. */
interface Differences {
  /** Everybody has one picture and one sound of all, in which people are known by their guise. */
  mixed: boolean;
  /** How often something is done that is done again and again. It is the page that may trip there. */
  rounds: number;
  /** What there is no such thing of, and why. */
  missing: Partial<Record<string, string>>;
}

const DIFFERENCES: Record<TopologyName, Differences> = {
  mesh: { mixed: false, rounds: 4, missing: {} },
  sfu: { mixed: false, rounds: 10, missing: {} },
  mcu: {
    mixed: true,
    rounds: 4,
    missing: { 'each voice has a volume of its own': 'all voices are one sound' },
  },
};

/** Small pictures, so that the cores have some air, and a mixer for each of two rooms. */
const SMALL_MIX = { OTTOGI_MIX: '320x180@10', OTTOGI_MAX_MIXERS: '2' };

/** Pages that get no time take their way for a weak one, and would turn to the mix. */
const NO_MIX = { OTTOGI_CHROMIUM: 'off' };

/** Everything that happens in a call, in one topology, by the same three people. */
export function playTheCall(topology: TopologyName): void {
  describe(topology, () => {
    const { mixed, rounds, missing } = DIFFERENCES[topology];
    const stage = useStage({ OTTOGI_TOPOLOGY: topology, ...(mixed ? SMALL_MIX : NO_MIX) });
    afterAll(() => stage.dismiss());
    for (const [title, play] of Object.entries(CALL)) {
      test(title, async ({ skip }) => {
        if (missing[title] !== undefined) skip(missing[title]);
        const people = await stage.company(() => threeCome(stage, mixed));
        await rest(people);
        const [ada, ben, cem] = people;
        await play({ stage, topology, ada, ben, cem, people, rounds });
      });
    }
  });
}
