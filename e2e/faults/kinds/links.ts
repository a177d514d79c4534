/** What happens to the direct ways from page to page while they are looked for. */
import { setTimeout as delay } from 'node:timers/promises';
import { Coturn, whyNoCoturn } from '../../../packages/server/src/testing/Coturn.ts';
import type { Fault, Measured } from '../Fault.ts';
import { now } from '../gaps.ts';
import { ROOM, type Talk } from '../Talk.ts';
import type { Talker } from '../Talker.ts';
import { NO_GAP, pausesOf } from './mediaFigures.ts';

/** Twice as long as two who could be connected directly are left where they are before it is tried. */
const UNTRIED_MS = 6_000;

export const turnNeeded: Fault = {
  name: 'turn-needed',
  about: 'a call becomes direct where packets pass from page to page through a TURN server alone',
  targets: { ...NO_GAP, 'not relayed': { atMost: 0, unit: '' } },
  stage: { turn: true },
  obstacle: whyNoCoturn(),
  async round(talk) {
    const coturn = await Coturn.start(['--allow-loopback-peers'], talk.turnPort);
    try {
      return await behindFirewalls(talk, async (fromMs) => {
        await talk.areConnected('mesh');
        await talk.recovered(now());
        const links = await talk.linksAre('connected');
        const direct = links.filter(({ relayed }) => !relayed);
        return { ...pausesOf(await talk.gaps(fromMs)), 'not relayed': direct.length };
      });
    } finally {
      await coturn.close();
    }
  },
};

export const noDirectWay: Fault = {
  name: 'no-direct-way',
  about: 'a call would become direct, but no packet passes from page to page, and there is no TURN',
  slow: true,
  targets: { ...NO_GAP, 'tried again': { atMost: 0, unit: '' } },
  round: (talk) =>
    behindFirewalls(talk, async (fromMs) => {
      await talk.linksAre('connecting');
      await talk.linksAreGone();
      await delay(UNTRIED_MS);
      const { links } = await talk.server.state();
      return { ...pausesOf(await talk.gaps(fromMs)), 'tried again': links.length };
    }),
};

export const noDirectWayInMesh: Fault = {
  name: 'no-direct-way-mesh',
  about: 'the same in a room that is always direct, as the second person comes: over the server',
  targets: togetherWithin(15_000),
  topology: 'mesh',
  async round(talk) {
    await reachEachOther(talk, false);
    await talk.ben.goes();
    const fromMs = now();
    await talk.ben.comes(ROOM);
    const together = await seeAndHearEachOther([talk.ada, talk.ben], fromMs);
    await talk.areConnected('sfu');
    await reachEachOther(talk, true);
    await talk.meetAnew();
    return { figures: together };
  },
};

export const thirdComes: Fault = {
  name: 'third-comes',
  about: 'a third person comes while two who talk over the server connect directly',
  targets: { ...NO_GAP, ...togetherWithin(5_000) },
  async round(talk) {
    const cem = await talk.cem();
    await talk.meetAnew();
    const fromMs = now();
    await talk.connectBy('auto');
    await talk.linksAre('connecting');
    const together = await cemComes(talk, cem);
    const recovery = await talk.recovered(fromMs);
    await cem.goes();
    return { figures: { ...pausesOf(recovery), ...together } };
  },
};

export const thirdComesInMesh: Fault = {
  name: 'third-comes-mesh',
  about: 'a third person comes while the second connects, in a room that is always direct',
  targets: togetherWithin(5_000),
  topology: 'mesh',
  async round(talk) {
    const cem = await talk.cem();
    await talk.ben.goes();
    const [together] = await Promise.all([
      talk.linksAre('connecting').then(() => cemComes(talk, cem)),
      talk.ben.comes(ROOM),
    ]);
    await talk.areConnected('mesh');
    await cem.goes();
    return { figures: together };
  },
};

function togetherWithin(limitMs: number): Fault['targets'] {
  return { 'all together after': { atMost: limitMs, unit: 'ms' } };
}

async function cemComes({ ada, ben }: Talk, cem: Talker): Promise<Measured['figures']> {
  const fromMs = now();
  await cem.comes(ROOM);
  return seeAndHearEachOther([ada, ben, cem], fromMs);
}

async function seeAndHearEachOther(
  talkers: Talker[],
  fromMs: number,
): Promise<Measured['figures']> {
  const people = talkers.map(({ person }) => person);
  await Promise.all(
    people.map(async (person) => {
      const others = people.filter((other) => other !== person);
      await Promise.all([person.sees(...others), person.hears(...others)]);
    }),
  );
  return { 'all together after': now() - fromMs };
}

/** Two who cannot reach each other are to be connected directly, for the first time in this call. */
async function behindFirewalls(
  talk: Talk,
  watch: (fromMs: number) => Promise<Measured['figures']>,
): Promise<Measured> {
  await reachEachOther(talk, false);
  await talk.meetAnew();
  const fromMs = now();
  await talk.connectBy('auto');
  const figures = await watch(fromMs);
  await talk.connectBy('sfu');
  await talk.areConnected('sfu');
  await reachEachOther(talk, true);
  // What was found out about their ways is forgotten with the call.
  await talk.meetAnew();
  return { figures };
}

async function reachEachOther({ ada, ben }: Talk, may: boolean): Promise<void> {
  await Promise.all([ada, ben].map((one) => one.mayGoDirectly(may)));
}
