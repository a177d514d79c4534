import type { Figure } from '../results.ts';
import { median, summarize } from '../statistics.ts';
import type { Direction, Flows } from './flow.ts';
import { type Attendance, isAsInTheory, shares, TOPOLOGIES, type Topology } from './theory.ts';

/** What one client sent and received within one window. */
export type Sample = Attendance & Flows;

/** All clients and all windows of one topology with so many people. */
interface Group extends Attendance {
  samples: Sample[];
}

/** What a share is worth in bytes; each is measured where there are two people. In kbit/s. */
interface Yardsticks {
  /** One person's voice and picture, as they go up to the server. */
  person: number;
  /** The mix, sound and picture, as it comes down. */
  mix: number;
}

/** Bytes may differ from theory by so much, which knows of no RTCP. */
const TOLERANCE = 0.15;

const DIRECTIONS: Direction[] = ['up', 'down'];

export function figuresOf(samples: readonly Sample[]): Figure[] {
  const groups = groupsOf(samples);
  const yardsticks = yardsticksOf(groups);
  const wrong = (topology: Topology): Figure => ({
    name: `${topology}: clients whose streams are others than in theory`,
    value: samples.filter((each) => each.topology === topology && !isAsInTheory(each)).length,
    unit: '',
    target: { atMost: 0 },
  });
  const ratios = groups.flatMap((group) =>
    DIRECTIONS.map((direction): Figure => {
      const inTheory = theoryOf(group, direction, yardsticks);
      const found = group.samples.map((sample) => sample[direction].kbits / inTheory);
      const { median: value, quartiles: spread } = summarize(found);
      const name = `${group.topology}, ${group.people} people: ${direction} ÷ theory`;
      const target = { between: [1 - TOLERANCE, 1 + TOLERANCE] as const };
      return { name, value, spread, unit: '×', target };
    }),
  );
  return [
    { name: "one person's voice and picture", value: yardsticks.person, unit: 'kbit/s' },
    { name: 'the mix', value: yardsticks.mix, unit: 'kbit/s' },
    ...TOPOLOGIES.map(wrong),
    ...ratios,
  ];
}

/** As a table in Markdown: for each topology and direction what flows by how many people there are. */
export function tableOf(samples: readonly Sample[]): string[] {
  const groups = groupsOf(samples);
  const yardsticks = yardsticksOf(groups);
  const sizes = [...new Set(groups.map(({ people }) => people))];
  const lines = TOPOLOGIES.flatMap((topology) =>
    DIRECTIONS.map((direction) => {
      const cells = groups
        .filter((group) => group.topology === topology)
        .map((group) => {
          const of = (pick: (sample: Sample) => number) =>
            Math.round(median(group.samples.map(pick)));
          const streams = of((sample) => sample[direction].voices + sample[direction].pictures);
          const kbits = of((sample) => sample[direction].kbits);
          return `${streams}: ${kbits} (${Math.round(theoryOf(group, direction, yardsticks))})`;
        });
      return row([`${topology}, ${direction}`, ...cells]);
    }),
  );
  const head = row(['streams: kbit/s (theory)', ...sizes.map((people) => `${people} people`)]);
  return [head, row(['---', ...sizes.map(() => '---')]), ...lines];
}

function groupsOf(samples: readonly Sample[]): Group[] {
  const groups = Map.groupBy(samples, ({ topology, people }) => `${topology} ${people}`);
  return [...groups.values()].map((each) => {
    const [{ topology, people }] = each as [Sample];
    return { topology, people, samples: each };
  });
}

function yardsticksOf(groups: readonly Group[]): Yardsticks {
  const ofTwo = (topology: Topology, direction: Direction) => {
    const pair = groups.find((group) => group.topology === topology && group.people === 2);
    return median(pair?.samples.map((sample) => sample[direction].kbits) ?? []);
  };
  return { person: ofTwo('sfu', 'up'), mix: ofTwo('mcu', 'down') };
}

/** In kbit/s. */
function theoryOf(group: Group, direction: Direction, of: Yardsticks): number {
  const mixed = group.topology === 'mcu' && direction === 'down';
  return shares(group)[direction] * (mixed ? of.mix : of.person);
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
