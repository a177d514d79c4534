/** What happens to what mixes, while all receive the mix. */
import type { Fault, Measured } from '../Fault.ts';
import { now } from '../gaps.ts';
import type { Talk } from '../Talk.ts';
import { backAfter, backWithin, NO_GAP, pausesOf } from './mediaFigures.ts';

/** Tiles are there at once; a browser takes a while to start. */
const TARGETS: Fault['targets'] = {
  ...backWithin(1_500),
  'mix back after': { atMost: 10_000, unit: 'ms' },
  // When the mix is back: as by any change between tiles and mix.
  ...NO_GAP,
};

export const mixerKilled: Fault = {
  name: 'mixer-killed',
  about: 'the browser that mixes ends by SIGKILL: tiles until another one is up',
  targets: TARGETS,
  topology: 'mcu',
  // One that fails again and again is begun anew later and later.
  roundsPerStage: 1,
  round: (talk) => mixRound(talk, talk.mixerPid()),
};

export const mixersWorkerKilled: Fault = {
  name: 'mixers-worker-killed',
  about: 'media worker that carries the mix, and what it is made of, ends by SIGKILL',
  targets: TARGETS,
  topology: 'mcu',
  roundsPerStage: 1,
  async round(talk) {
    await talk.allWorkersAreUp();
    return mixRound(talk, talk.workerPid());
  },
};

async function mixRound(talk: Talk, victim: Promise<number>): Promise<Measured> {
  const pid = await victim;
  const fromMs = now();
  process.kill(pid, 'SIGKILL');
  const mixBack = talk.mixIsBack().then(now);
  const [recovery, mixedAt] = await Promise.all([talk.recovered(fromMs), mixBack]);
  const backAt = Math.max(recovery.sound.endedAt, recovery.picture.endedAt);
  await talk.recovered(mixedAt);
  return {
    figures: {
      ...backAfter(recovery, fromMs),
      'mix back after': mixedAt - fromMs,
      // From when the tiles were there until it was heard and seen that the mix is.
      ...pausesOf(await talk.gaps(backAt + 1)),
    },
  };
}
