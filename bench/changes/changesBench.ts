import { deepStrictEqual } from 'node:assert/strict';
import type { TopologyName } from '@ottogi/protocol';
import type { BenchResult, Figure } from '../results.ts';
import { quantile } from '../statistics.ts';
import { type Noticed, Trio } from './Trio.ts';

const SOUND_MS = 100;
const PICTURE_MS = 300;

/** Each of the six directions once, back to where it began; and where it stays, for comparison. */
const ROUND: readonly TopologyName[] = [
  ...(['mesh', 'mesh', 'sfu', 'sfu', 'mcu', 'mcu'] as const),
  ...(['mesh', 'mcu', 'sfu', 'mesh'] as const),
];

/** What people notice while their room changes its topology. */
export async function changesBench(quick: boolean): Promise<BenchResult> {
  const rounds = quick ? 2 : 20;
  const noticed = new Map<string, Noticed>();
  const trio = await Trio.open(ROUND[0]!);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const before = await trio.layouts();
      for (const [index, to] of ROUND.slice(1).entries()) {
        const from = ROUND[index]!;
        const direction = from === to ? `stays ${to}` : `${from} → ${to}`;
        const { sounds, pictures } = await trio.change(to);
        const former = noticed.get(direction) ?? { sounds: [], pictures: [] };
        noticed.set(direction, {
          sounds: [...former.sounds, ...sounds],
          pictures: [...former.pictures, ...pictures],
        });
        const worst = [sounds, pictures].map((gaps) => Math.round(Math.max(...gaps)));
        process.stdout.write(`${round}/${rounds} ${direction}: ${worst.join(', ')} ms at most\n`);
      }
      deepStrictEqual(await trio.layouts(), before, 'who is there and what they show stays');
    }
  } finally {
    await trio.close();
  }
  return {
    name: 'changes',
    about: `three people who talk, one sharing a screen: for how long at most one of them does not hear, or see something new of, another while their room changes its topology (95th percentile of ${rounds} changes each way, for everybody at everybody else)`,
    figures: [...noticed].flatMap(figuresOf),
    notes: [
      'Sound in pieces of 10 ms, as far as it is played; pictures by requestVideoFrameCallback, of ten a second, where 100 ms are no gap.',
    ],
    measurements: Object.fromEntries(noticed),
  };
}

function figuresOf([direction, { sounds, pictures }]: [string, Noticed]): Figure[] {
  const changes = !direction.startsWith('stays');
  return [
    figure(`${direction}: sound`, sounds, changes ? SOUND_MS : null),
    figure(`${direction}: picture`, pictures, changes ? PICTURE_MS : null),
  ];
}

function figure(name: string, gaps: readonly number[], atMost: number | null): Figure {
  const sorted = gaps.toSorted((a, b) => a - b);
  return {
    name,
    value: quantile(sorted, 0.95),
    unit: 'ms',
    spread: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    ...(atMost !== null && { target: { atMost } }),
  };
}
