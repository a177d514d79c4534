import type { BenchResult, Figure } from '../results.ts';
import { median, summarize } from '../statistics.ts';
import { Crowd, type Cost } from './Crowd.ts';

const TARGET = 1.5;
/** The first joins find cold code, and don't count. */
const WARM_UP = 8;

type CrowdName = 'small' | 'large' | 'full';

/** In the large one as many see and hear the joiner as in the small one; in the full one nobody does. */
const CROWDS: Record<CrowdName, { title: string; people: number; takers: number }> = {
  small: { title: '25 people', people: 25, takers: 25 },
  large: { title: '100 people, of whom 25 take the joiner', people: 100, takers: 25 },
  full: { title: '100 people, whose views are full', people: 100, takers: 0 },
};
const NAMES = Object.keys(CROWDS) as CrowdName[];

type Costs = Record<CrowdName, Cost[]>;

/** What a join costs the server, by how many are in the room already. */
export async function crowdBench(quick: boolean): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('CPU times per thread come from Linux alone');
  const crowds: [CrowdName, Crowd][] = [];
  try {
    for (const name of NAMES) crowds.push([name, await Crowd.gather(CROWDS[name])]);
    const { joins, idle } = await measure(crowds, quick ? 8 : 40);
    const about =
      'server CPU of one join with microphone and camera, with all that it causes for the others';
    return {
      name: 'crowd',
      about,
      figures: figuresOf(joins, idle),
      measurements: { joins, idle },
    };
  } finally {
    for (const [, crowd] of crowds) await crowd.close();
  }
}

/** Turn by turn: what else goes on meets all alike. */
async function measure(crowds: [CrowdName, Crowd][], rounds: number) {
  const none = (): Costs => ({ small: [], large: [], full: [] });
  const [joins, idle] = [none(), none()];
  for (let round = 0; round < WARM_UP; round += 1) {
    for (const [, crowd] of crowds) await crowd.joinOnce();
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, crowd] of round % 2 === 0 ? crowds : crowds.toReversed()) {
      joins[name].push(await crowd.joinOnce());
      idle[name].push(await crowd.idleOnce());
    }
  }
  return { joins, idle };
}

function figuresOf(joins: Costs, idle: Costs): Figure[] {
  const totals = (name: CrowdName) => joins[name].map(total);
  const ratio = (name: CrowdName): Figure => ({
    name: `${CROWDS[name].title} ÷ ${CROWDS.small.title}`,
    value: median(totals(name)) / median(totals('small')),
    unit: '×',
    spread: summarize(totals(name).map((ms, at) => ms / totals('small')[at]!)).quartiles,
    target: { atMost: TARGET },
  });
  const milliseconds = (name: string, values: number[]): Figure => {
    const { median: value, quartiles: spread } = summarize(values);
    return { name, value, unit: 'ms', spread };
  };
  return [
    ratio('large'),
    ratio('full'),
    ...NAMES.flatMap((name) => {
      const { title } = CROWDS[name];
      return [
        milliseconds(
          `${title}: Node`,
          joins[name].map(({ nodeMs }) => nodeMs),
        ),
        milliseconds(
          `${title}: worker`,
          joins[name].map(({ workerMs }) => workerMs),
        ),
        milliseconds(`${title}: both, nobody joining`, idle[name].map(total)),
      ];
    }),
  ];
}

function total({ nodeMs, workerMs }: Cost): number {
  return nodeMs + workerMs;
}
