import type { Fault, Measured } from './Fault.ts';
import { quantile } from '../../bench/statistics.ts';

/** A line of the table: one figure of one fault over its rounds. */
export interface Row {
  fault: string;
  figure: string;
  target: string;
  n: number;
  p50: string;
  p95: string;
  lost: string;
  doubled: string;
  verdict: 'met' | 'MISSED';
}

export interface Outcome {
  fault: Fault;
  rounds: Measured[];
  /** Rounds that came to no end: what was waited for and did not happen. */
  failures: string[];
}

const COLUMNS = [
  'fault',
  'figure',
  'target',
  'n',
  'p50',
  'p95',
  'lost',
  'doubled',
  'verdict',
] as const satisfies (keyof Row)[];

/** What a round that came to no end counts as, in every figure: never. */
export function rowsOf({ fault, rounds, failures }: Outcome): Row[] {
  const n = rounds.length + failures.length;
  const chats = rounds.flatMap(({ chat }) => chat ?? []);
  const [lost, doubled] = (['lost', 'doubled'] as const).map((what) =>
    chats.reduce((sum, chat) => sum + chat[what], 0),
  ) as [number, number];
  return Object.entries(fault.targets).map(([figure, { atMost, unit }], index) => {
    const values = [
      ...rounds.map(({ figures }) => figures[figure] ?? Infinity),
      ...failures.map(() => Infinity),
    ].sort((a, b) => a - b);
    const [p50, p95] = [quantile(values, 0.5), quantile(values, 0.95)];
    const hasChat = index === 0 && chats.length > 0;
    const intact = !hasChat || lost + doubled === 0;
    return {
      fault: index === 0 ? fault.name : '',
      figure,
      target: `≤ ${inWords(atMost, unit)}`,
      n,
      p50: inWords(p50, unit),
      p95: inWords(p95, unit),
      lost: hasChat ? String(lost) : '',
      doubled: hasChat ? String(doubled) : '',
      verdict: p95 <= atMost && intact ? 'met' : 'MISSED',
    };
  });
}

/** In the order of the faults, each column as wide as it needs. */
export function table(rows: readonly Row[]): string {
  const cells = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((column) => String(row[column])))];
  const widths = COLUMNS.map((_, index) => Math.max(...cells.map((row) => row[index]!.length)));
  return cells
    .map((row) =>
      row
        .map((cell, index) =>
          index < 2 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!),
        )
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

/** What one round missed, in words; empty where it kept all that is promised. */
export function missesOf(fault: Fault, measured: Measured): string[] {
  return rowsOf({ fault, rounds: [measured], failures: [] })
    .filter(({ verdict }) => verdict === 'MISSED')
    .map(({ figure, p95, target, lost, doubled }) =>
      [`${figure}: ${p95}, ${target}`, lost && `lost ${lost}, doubled ${doubled}`]
        .filter(Boolean)
        .join('; '),
    );
}

function inWords(value: number, unit: string): string {
  if (!Number.isFinite(value)) return 'never';
  const digits = unit === '%' ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`.trim();
}
