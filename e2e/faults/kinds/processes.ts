/** What happens to the server's processes, by signals as they come for real. */
import type { Fault, Measured } from '../Fault.ts';
import { now } from '../gaps.ts';
import { OtherRoom } from '../OtherRoom.ts';
import { ROOM, type Talk } from '../Talk.ts';
import { backAfter, backWithin, pausesOf, pausesWithin } from './mediaFigures.ts';

/** What people see besides media: that all is as it was, and that no page was loaded anew. */
const AS_BEFORE = { 'not as before': { atMost: 0, unit: '' } } as const;

export const workerKilled: Fault = {
  name: 'worker-killed',
  about: 'media worker ends by SIGKILL',
  targets: ofItsRooms(2_000),
  benIsMuted: true,
  round: (talk) => workerRound(talk, 'SIGKILL'),
};

export const workerHung: Fault = {
  name: 'worker-hung',
  about: 'media worker hangs by SIGSTOP',
  targets: ofItsRooms(8_000),
  benIsMuted: true,
  round: (talk) => workerRound(talk, 'SIGSTOP'),
};

export const serverKilled: Fault = {
  name: 'server-killed',
  about: 'server process ends by SIGKILL; counted from when it is up again',
  targets: {
    ...backWithin(5_000),
    ...AS_BEFORE,
  },
  stage: { supervised: true },
  // The fifth crash within a minute is a loop, and its supervisor gives up.
  roundsPerStage: 4,
  benIsMuted: true,
  async round(talk) {
    const before = await remember(talk);
    const fromMs = now();
    await talk.server.crash();
    const upAt = now();
    const recovery = await talk.recovered(fromMs);
    await inRoom(talk);
    return {
      figures: { ...backAfter(recovery, upAt), 'not as before': await before.differences() },
    };
  },
};

export const serverUpdated: Fault = {
  name: 'server-updated',
  about: 'another server process takes over, by npm run restart',
  targets: {
    ...pausesWithin(2_000),
    ...AS_BEFORE,
  },
  stage: { supervised: true },
  benIsMuted: true,
  async round(talk) {
    const before = await remember(talk);
    const letters = await talk.letters();
    const fromMs = now();
    const chat = await letters.during(async () => {
      await talk.server.update();
      await talk.hearsNews(talk.ada);
    });
    const recovery = await talk.recovered(fromMs);
    await inRoom(talk);
    return {
      figures: {
        ...pausesOf(recovery),
        'not as before': await before.differences(),
      },
      chat,
    };
  },
};

/** Of the rooms of a worker, while those of the others go on. */
function ofItsRooms(limitMs: number): Fault['targets'] {
  return {
    ...backWithin(limitMs),
    ...AS_BEFORE,
    'longest pause in the other room': { atMost: 150, unit: 'ms' },
  };
}

async function workerRound(talk: Talk, signal: 'SIGKILL' | 'SIGSTOP'): Promise<Measured> {
  await talk.allWorkersAreUp();
  // Of each round, since what came back after the last one may be on any worker.
  const otherRoom = await OtherRoom.open(talk.server.url);
  try {
    const before = await remember(talk);
    const pid = await talk.workerPid();
    const fromMs = now();
    process.kill(pid, signal);
    const recovery = await talk.recovered(fromMs);
    await inRoom(talk);
    return {
      figures: {
        ...backAfter(recovery, fromMs),
        'not as before': await before.differences(),
        'longest pause in the other room': otherRoom.longestSilenceMs,
      },
    };
  } finally {
    otherRoom.close();
  }
}

async function inRoom({ ada, ben }: Talk): Promise<void> {
  await Promise.all([ada, ben].map(({ person }) => person.isIn(ROOM)));
  await ada.person.findsTile(ben.person, { muted: true });
  await ben.person.findsTile(ada.person, { muted: false });
}

/** Returns how to count what each of them finds otherwise than it was. */
async function remember({ ada, ben }: Talk): Promise<{ differences: () => Promise<number> }> {
  const look = () =>
    Promise.all([ada, ben].map(async (one) => [await one.loadedAt(), await one.layout()]));
  const before = await look();
  const differences = async () => {
    const after = await look();
    return after.filter((seen, index) => JSON.stringify(seen) !== JSON.stringify(before[index]))
      .length;
  };
  return { differences };
}
