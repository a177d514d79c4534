import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One line of the table. */
export interface Figure {
  name: string;
  value: number;
  /** What stands behind the value, such as `ms` or `×`. */
  unit: string;
  /** Where the middle half of the measurements lies. */
  spread?: readonly [number, number];
  target?: Target;
}

export type Target =
  | { atMost: number }
  | { atLeast: number }
  | { between: readonly [least: number, most: number] };

export interface BenchResult {
  name: string;
  /** What was compared with what, for whoever reads only the figures. */
  about: string;
  figures: Figure[];
  /** What the figures don't say by themselves, a line each. */
  notes?: string[];
  /** Every single measurement, for the file. */
  measurements: unknown;
}

export function missed({ value, target }: Figure): boolean {
  if (!target) return false;
  // As people read it: a target of 1.05 is met by 1.0504.
  const read = Number(format(value));
  if ('between' in target) return read < target.between[0] || read > target.between[1];
  return 'atMost' in target ? read > target.atMost : read < target.atLeast;
}

export function table({ name, about, figures, notes = [] }: BenchResult): string {
  const rows = [
    ['', 'median', 'middle half', 'target', ''],
    ...figures.map((figure) => [
      figure.name,
      withUnit(figure.value, figure.unit),
      figure.spread ? figure.spread.map(format).join(' – ') : '',
      figure.target ? limit(figure.target, figure.unit) : '',
      verdict(figure),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('   ')
      .trimEnd(),
  );
  const remarks = notes.length > 0 ? [...notes, ''] : [];
  return [`${name}: ${about}`, '', ...lines, '', ...remarks].join('\n');
}

/** Writes what a machine may read, beside what people read; returns where. */
export async function writeResults(folder: string, results: readonly unknown[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const at = new Date().toISOString();
  const path = join(folder, `${at.replaceAll(/[:.]/g, '-')}.json`);
  const [cpu] = cpus();
  const machine = {
    platform: process.platform,
    cpu: cpu?.model.trim(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  };
  await writeFile(path, `${JSON.stringify({ at, machine, results }, null, 2)}\n`);
  return path;
}

function verdict(figure: Figure): string {
  if (!figure.target) return '';
  return missed(figure) ? 'MISSED' : 'met';
}

function limit(target: Target, unit: string): string {
  if ('between' in target) return target.between.map(format).join(' – ');
  return 'atMost' in target
    ? `≤ ${withUnit(target.atMost, unit)}`
    : `≥ ${withUnit(target.atLeast, unit)}`;
}

function withUnit(value: number, unit: string): string {
  return unit === '×' ? `${format(value)}×` : `${format(value)} ${unit}`.trim();
}

/** Three digits that say something; more would be noise. */
function format(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
