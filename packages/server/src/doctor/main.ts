/** `npm run doctor`: says what is wrong with the machine and the settings, and shows reports. */
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { ConfigError, loadConfig, type Config } from '../config.ts';
import { Doctor } from './Doctor.ts';
import { type Finding, problem } from './Finding.ts';
import { openDoors } from './openDoors.ts';
import { paintFor, printFindings, printReport, printReports } from './print.ts';
import { Reports } from './Reports.ts';
import { askRunningServer } from './runningServer.ts';

const USAGE = `npm run doctor                  how this machine and the server are; ends with 1 at a problem
npm run doctor -- --json        the same for programs
npm run doctor -- reports       what people in trouble have sent
npm run doctor -- report <id>   one of those reports
`;

const paint = paintFor(process.stdout);

process.exitCode = await run();

async function run(): Promise<number> {
  const asked = parsed();
  if (asked === null) return usage(2);
  const { json, words } = asked;
  const [command, reportId] = words;
  if (command === undefined) return tellFindings(json);
  const config = configOrNull();
  if (config === null) return tellFindings(json);
  const reports = new Reports(config.dataDir, systemClock);
  if (command === 'reports' && words.length === 1) return tellReports(reports, json);
  if (command === 'report' && reportId !== undefined) return tellReport(reports, reportId, json);
  return usage(2);
}

function parsed(): { json: boolean; words: string[] } | null {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    return { json: values.json, words: positionals };
  } catch {
    return null;
  }
}

function usage(code: number): number {
  process.stderr.write(USAGE);
  return code;
}

async function tellFindings(json: boolean): Promise<number> {
  const findings = await findingsOf();
  process.stdout.write(
    json ? `${JSON.stringify({ findings }, null, 2)}\n` : printFindings(findings, paint),
  );
  return findings.some(({ level }) => level === 'problem') ? 1 : 0;
}

async function findingsOf(): Promise<Finding[]> {
  let config: Config;
  try {
    config = loadConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return settingsFindings(error);
    throw error;
  }
  const ofServer = await askRunningServer(config);
  if (ofServer) return ofServer;
  const { doors, close } = await openDoors(config);
  try {
    return await new Doctor(config, () => doors, false).examine();
  } finally {
    await close();
  }
}

function settingsFindings({ problems }: ConfigError): Finding[] {
  return problems.map(({ variable, value, allowed }) => ({
    check: 'settings',
    ...problem(
      `${variable}="${value}" is not allowed`,
      'The server does not start with it.',
      `${variable}=<${allowed}> npm start`,
    ),
  }));
}

function configOrNull(): Config | null {
  try {
    return loadConfig(process.env);
  } catch {
    return null;
  }
}

async function tellReports(reports: Reports, json: boolean): Promise<number> {
  const all = await reports.list();
  const text = json ? `${JSON.stringify({ reports: all }, null, 2)}\n` : printReports(all, paint);
  process.stdout.write(text);
  return 0;
}

async function tellReport(reports: Reports, reportId: string, json: boolean): Promise<number> {
  const report = await reports.get(reportId);
  if (!report) {
    process.stderr.write(`There is no report ${reportId}: npm run doctor -- reports\n`);
    return 1;
  }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report, paint));
  return 0;
}
