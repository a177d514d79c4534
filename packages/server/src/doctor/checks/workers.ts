import { availableParallelism } from 'node:os';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement, warning } from '../Finding.ts';

/** How the pool of media workers fits the machine, and whether it is well. */
export const workers: Check = {
  id: 'workers',
  run: async ({ doors, running }) => {
    // Why they do not start is told where their ports are looked at.
    if (doors.workers instanceof Error) return null;
    const documents = doors.workers.documents();
    return judgeWorkers({
      wanted: documents.length,
      up: documents.filter(({ pid }) => pid !== null).length,
      restarts: running ? documents.reduce((sum, { restarts }) => sum + restarts, 0) : 0,
      cores: availableParallelism(),
    });
  },
};

interface Pool {
  wanted: number;
  up: number;
  /** How often one had to be replaced since the start. */
  restarts: number;
  cores: number;
}

export function judgeWorkers({ wanted, up, restarts, cores }: Pool): Judgement {
  if (up < wanted) {
    return problem(
      `${up} of ${wanted} media workers are up`,
      'Rooms crowd on those that are left; without any there are no calls.',
      'look for “media worker” in the log; then start the server again',
    );
  }
  if (restarts > 0) {
    return warning(
      `Media workers had to be replaced ${restarts} times since the start`,
      'Each time the rooms of one were silent for a moment.',
      'look for “media worker died” in the log, and at the memory of this machine',
    );
  }
  if (wanted > cores) {
    return warning(
      `${wanted} media workers share ${cores} ${cores === 1 ? 'core' : 'cores'}`,
      'They take turns, and sound stutters when several are busy.',
      `OTTOGI_WORKERS=${cores} npm start`,
    );
  }
  return fine(`${wanted} media ${wanted === 1 ? 'worker' : 'workers'} for ${cores} cores`);
}
