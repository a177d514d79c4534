/** Findings and reports as text for a terminal. */
import { styleText } from 'node:util';
import type { ReportDocument } from '@ottogi/protocol';
import type { Finding } from './Finding.ts';
import type { KeptReport } from './Reports.ts';

const LOOKS = {
  ok: { mark: '✓', format: 'green' },
  warning: { mark: '!', format: 'yellow' },
  problem: { mark: '✗', format: 'red' },
} as const;

type Format = Parameters<typeof styleText>[0];

/** How to colour; plain where nobody looks at a terminal. */
export type Paint = (format: Format, text: string) => string;

export function paintFor({ isTTY }: { isTTY?: boolean }): Paint {
  return isTTY && !process.env.NO_COLOR
    ? (format, text) => styleText(format, text)
    : (_, text) => text;
}

/** A line each, and under those that are not fine why it matters and what mends it. */
export function printFindings(findings: readonly Finding[], paint: Paint): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const rows = findings.flatMap(({ check, level, what, why, mend }) => {
    const { mark, format } = LOOKS[level];
    const indent = ' '.repeat(width + 5);
    return [
      `${paint(format, mark)} ${paint('bold', check.padEnd(width))}   ${what}`,
      ...(level === 'ok' ? [] : [`${indent}${why}`, `${indent}${paint('cyan', `→ ${mend}`)}`]),
    ];
  });
  return `${rows.join('\n')}\n\n${summary(findings, paint)}\n`;
}

function summary(findings: readonly Finding[], paint: Paint): string {
  const count = (level: Finding['level']) => findings.filter((each) => each.level === level).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  if (problems + warnings === 0) return paint('green', `All ${findings.length} fine.`);
  const parts = [
    problems > 0 ? paint('red', `${problems} ${problems === 1 ? 'problem' : 'problems'}`) : '',
    warnings > 0 ? paint('yellow', `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`) : '',
    `${count('ok')} fine`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

/** One line each, the newest first. */
export function printReports(reports: readonly KeptReport[], paint: Paint): string {
  if (reports.length === 0) return 'Nobody has sent a report.\n';
  const lines = reports.map(cleaned).map(({ reportId, receivedAt, report }) => {
    const bad = report.findings.filter(({ level }) => level !== 'ok');
    const found = bad.map(({ check, result }) => `${check}: ${result}`).join(', ');
    const said = report.text?.replaceAll('\n', ' ').slice(0, 60) ?? '';
    const parts = [timeOf(receivedAt), report.name ?? '?', found || 'nothing found', said];
    return `${paint('bold', reportId)}  ${parts.filter(Boolean).join('  ')}`;
  });
  return `${lines.join('\n')}\n\nnpm run doctor -- report <id> shows one.\n`;
}

export function printReport(kept: KeptReport, paint: Paint): string {
  const { reportId, receivedAt, report } = cleaned(kept);
  const { findings, ways, errors, states, figures, browser } = report;
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', paint('bold', title), ...lines.map((line) => `  ${line}`)] : [];
  const lines = [
    `${paint('bold', `Report ${reportId}`)}, ${timeOf(receivedAt)}, of ${report.name ?? 'somebody'}`,
    `${browser.userAgent} (${browser.languages.join(', ')})`,
    `server ${report.server ?? 'not reached'}`,
    ...section('What they wrote', report.text ? report.text.split('\n') : []),
    ...section(
      'What was found',
      findings.map(({ check, level, result }) => {
        const { mark, format } = LOOKS[level];
        return `${paint(format, mark)} ${check}: ${result}`;
      }),
    ),
    ...section('Ways of media', ways.flatMap(wayLines)),
    ...section('How things stood', pairs(states)),
    ...section('Times in ms', pairs(figures)),
    ...section(
      'What had failed',
      errors.map(
        ({ agoMs, code, message }) => `${Math.round(agoMs / 1000)} s before: ${code}, ${message}`,
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function wayLines({ way, verdict, tookMs, local, remote }: ReportDocument['ways'][number]) {
  return [
    `${way}: ${verdict} after ${Math.round(tookMs)} ms`,
    `  from ${local.join(', ') || 'no candidate'}`,
    `  to   ${remote.join(', ') || 'no candidate'}`,
  ];
}

function pairs(of: Record<string, string | number>): string[] {
  return Object.entries(of).map(([name, value]) => `${name}: ${value}`);
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Strangers wrote it: nothing in it may steer the terminal. Only lines may break. */
function cleaned(kept: KeptReport): KeptReport {
  return JSON.parse(JSON.stringify(kept), (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(/[^\P{Cc}\n]/gu, ' ') : value,
  ) as KeptReport;
}
