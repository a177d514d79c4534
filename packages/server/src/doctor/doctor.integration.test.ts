/** The doctor as a host runs it, each time with a fault that is really there. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { Coturn, SECRET, whyNoCoturn } from '../testing/Coturn.ts';
import { freePorts } from '../testing/freePorts.ts';
import type { Finding } from './Finding.ts';
import { Reports } from './Reports.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SERVER = fileURLToPath(new URL('../main.ts', import.meta.url));
const DAY_MS = 24 * 60 * 60 * 1000;

let dataDir: string;
let env: NodeJS.ProcessEnv;
let mediaPort: number;
let port: number;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ottogi-doctor-'));
  [port, mediaPort] = await Promise.all([freePorts(1), freePorts(1)]);
  env = {
    ...process.env,
    PORT: String(port),
    OTTOGI_HTTPS_HOST: 'off',
    OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1',
    OTTOGI_RTC_PORT: String(mediaPort),
    OTTOGI_WORKERS: '1',
    OTTOGI_DATA_DIR: dataDir,
  };
});
afterEach(() => rm(dataDir, { recursive: true }));

interface Told {
  code: number | null;
  findings: Finding[];
  of(check: string): Finding | undefined;
}

/** Runs it, inside of `wrapper` if there is one, and reads what it tells programs. */
async function doctor(differs: NodeJS.ProcessEnv = {}, wrapper: string[] = []): Promise<Told> {
  const [program, ...args] = [...wrapper, process.execPath, MAIN, '--json'];
  const { code, output, errors } = await run(program, args, { ...env, ...differs });
  try {
    const { findings } = JSON.parse(output) as { findings: Finding[] };
    return { code, findings, of: (id) => findings.find(({ check }) => check === id) };
  } catch {
    throw new Error(`the doctor told no findings (${code}): ${output}\n${errors}`);
  }
}

async function run(program: string, args: string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [code]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, output: output.join(''), errors: errors.join('') };
}

/** Why a test that changes what belongs to root cannot be run here; null where it can. */
function whyNot(...command: string[]): string | null {
  const [program, ...args] = command;
  const { status, error, stderr } = spawnSync(program!, args, { encoding: 'utf8' });
  return status === 0 ? null : `${program} does not work here: ${error?.message ?? stderr.trim()}`;
}

describe('a machine without faults', () => {
  test('is fine throughout, and nothing was made in the data folder', async () => {
    const told = await doctor({ OTTOGI_DATA_DIR: join(dataDir, 'later') });
    expect(told.findings.filter(({ level }) => level === 'problem')).toEqual([]);
    expect(told.code).toBe(0);
    expect(told.of('mediaUdp')?.what).toContain(`127.0.0.1:${mediaPort}`);
    expect(told.findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['worker', 'sqlite', 'http', 'mediaTcp', 'addresses', 'clock']),
    );
    expect(existsSync(join(dataDir, 'later'))).toBe(false);
  });

  test('people read it as lines, without colours where nobody looks', async () => {
    const { output, code } = await run(process.execPath, [MAIN], env);
    expect(code).toBe(0);
    expect(output).toMatch(/✓ sqlite +SQLite 3\./);
    expect(output).not.toContain('\u001B');
  });
});

describe('a port that another program has', () => {
  test('of the page', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const told = await doctor();
    other.close();
    expect(told.code).toBe(1);
    expect(told.of('http')).toMatchObject({ level: 'problem' });
    expect(told.of('http')?.what).toContain('belongs to another program');
    expect(told.of('http')?.mend).toContain(`PORT=${port + 1}`);
  });

  test('of media', async () => {
    const other = createSocket('udp4').bind(mediaPort, '127.0.0.1');
    await once(other, 'listening');
    const told = await doctor();
    other.close();
    expect(told.of('mediaUdp')).toMatchObject({ level: 'problem' });
    expect(told.of('mediaUdp')?.mend).toContain('OTTOGI_RTC_PORT');
  });
});

describe('addresses', () => {
  test('one that leads nowhere does not answer', async () => {
    const told = await doctor({ OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1,192.0.2.1' });
    expect(told.of('addresses')).toMatchObject({ level: 'warning' });
    expect(told.of('mediaUdp')).toMatchObject({ level: 'warning' });
    expect(told.of('mediaUdp')?.what).toContain('192.0.2.1');
  });

  test('a name that nobody knows', async () => {
    const told = await doctor({ OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1,no.such.host.invalid' });
    expect(told.of('addresses')).toMatchObject({ level: 'problem' });
    expect(told.of('addresses')?.what).toContain('no.such.host.invalid');
  });

  test('loopback is right where HTTPS stays there too', async () => {
    const httpsPort = String(await freePorts(1));
    const told = await doctor({ OTTOGI_HTTPS_HOST: '127.0.0.1', OTTOGI_HTTPS_PORT: httpsPort });
    expect(told.of('addresses')).toMatchObject({ level: 'ok' });
    expect(told.of('https')).toMatchObject({ level: 'ok' });
  });
});

test('a firewall', async ({ skip }) => {
  const inside = ['unshare', '--net', 'sh', '-c'];
  const reason = whyNot(...inside, 'ip link set lo up && iptables -A INPUT -p udp -j DROP');
  if (reason) skip(reason);
  const wall = `ip link set lo up && iptables -A INPUT -p udp --dport ${mediaPort} -j DROP && exec "$@"`;
  const told = await doctor({}, [...inside, wall, 'sh']);
  expect(told.code).toBe(1);
  expect(told.of('mediaUdp')).toMatchObject({ level: 'problem' });
  expect(told.of('mediaUdp')?.mend).toContain(`allow ${mediaPort}:${mediaPort + 1}/udp`);
  expect(told.of('mediaTcp')).toMatchObject({ level: 'ok' });
});

test('a data folder that cannot be written', async ({ skip }) => {
  const inside = ['unshare', '--mount', 'sh', '-c'];
  const mount = `mount -t tmpfs -o ro none ${dataDir}`;
  const reason = whyNot(...inside, mount);
  if (reason) skip(reason);
  const told = await doctor({}, [...inside, `${mount} && exec "$@"`, 'sh']);
  expect(told.of('dataFolder')).toMatchObject({ level: 'problem' });
  expect(told.of('dataFolder')?.what).toContain('EROFS');
});

test('a disk that is nearly full', async ({ skip }) => {
  const inside = ['unshare', '--mount', 'sh', '-c'];
  const mount = `mount -t tmpfs -o size=100m none ${dataDir}`;
  const reason = whyNot(...inside, mount);
  if (reason) skip(reason);
  const told = await doctor({}, [...inside, `${mount} && exec "$@"`, 'sh']);
  expect(told.of('dataFolder')).toMatchObject({ level: 'problem' });
  expect(told.of('dataFolder')?.what).toContain('100 MB are free');
});

test('few files may be open', async ({ skip }) => {
  const reason = whyNot('prlimit', '--nofile=600:600', 'true');
  if (reason) skip(reason);
  const told = await doctor({}, ['prlimit', '--nofile=600:600']);
  expect(told.of('openFiles')).toMatchObject({ level: 'warning' });
  expect(told.of('openFiles')?.what).toContain('600');
});

test('a worker that is no worker', async () => {
  const told = await doctor({ MEDIASOUP_WORKER_BIN: process.execPath });
  expect(told.of('worker')).toMatchObject({ level: 'problem' });
});

test('a data folder from the future', async () => {
  await writeFile(join(dataDir, 'ottogi.db'), '');
  const tomorrow = new Date(Date.now() + DAY_MS);
  await utimes(join(dataDir, 'ottogi.db'), tomorrow, tomorrow);
  expect((await doctor()).of('clock')).toMatchObject({ level: 'warning' });
});

test('a certificate that has expired', async () => {
  const made = await generate([{ name: 'commonName', value: 'x' }], {
    keyType: 'ec',
    notBeforeDate: new Date(Date.now() - 90 * DAY_MS),
    notAfterDate: new Date(Date.now() - DAY_MS),
  });
  const paths = { OTTOGI_TLS_CERT: join(dataDir, 'c.pem'), OTTOGI_TLS_KEY: join(dataDir, 'k.pem') };
  await writeFile(paths.OTTOGI_TLS_CERT, made.cert);
  await writeFile(paths.OTTOGI_TLS_KEY, made.private);
  const httpsPort = String(await freePorts(1));
  const https = { OTTOGI_HTTPS_HOST: '127.0.0.1', OTTOGI_HTTPS_PORT: httpsPort };
  const told = await doctor({ ...https, ...paths });
  expect(told.of('certificate')).toMatchObject({ level: 'problem' });
  expect(told.of('certificate')?.what).toContain('expired');
});

test('settings that are not allowed', async () => {
  const told = await doctor({ OTTOGI_WORKERS: 'many' });
  expect(told.code).toBe(1);
  expect(told.findings).toMatchObject([{ check: 'settings', level: 'problem' }]);
  expect(told.findings[0]?.mend).toContain('OTTOGI_WORKERS');
});

test('a report, and the list of them, as lines without anything that steers a terminal', async () => {
  const reports = new Reports(dataDir, systemClock);
  const none = await run(process.execPath, [MAIN, 'reports'], env);
  expect(none.output).toContain('Nobody has sent a report');
  const { reportId } = await reports.keep({
    name: 'Ada',
    text: 'I hear nobody\n\u001B[2Jand see nobody',
    browser: { userAgent: 'Firefox', languages: ['ko'] },
    server: null,
    findings: [{ check: 'udp', level: 'problem', result: 'blocked' }],
    ways: [{ way: 'udp', verdict: 'blocked', tookMs: 6001.4, local: ['host'], remote: [] }],
    states: { call: 'joined' },
    figures: { clock: 12 },
    errors: [{ agoMs: 2000, code: 'mediaBlocked', message: 'no way' }],
  });
  const list = await run(process.execPath, [MAIN, 'reports'], env);
  expect(list.output).toMatch(new RegExp(`^${reportId}  .* UTC  Ada  udp: blocked  I hear nobody`));
  const one = await run(process.execPath, [MAIN, 'report', reportId], env);
  expect(one.code).toBe(0);
  for (const part of ['and see nobody', '✗ udp: blocked', 'after 6001 ms', 'mediaBlocked']) {
    expect(one.output).toContain(part);
  }
  expect(list.output + one.output).not.toContain('\u001B');
  expect((await run(process.execPath, [MAIN, 'report', 'nobody'], env)).code).toBe(1);
  expect((await run(process.execPath, [MAIN, 'what'], env)).code).toBe(2);
});

const noCoturn = whyNoCoturn();
if (noCoturn) process.stderr.write(`Skipped the TURN tests of the doctor: ${noCoturn}\n`);

describe.skipIf(noCoturn)('TURN', () => {
  let coturn: Coturn;
  afterEach(() => coturn.close());

  test('that works is found to work, over UDP and TCP, and STUN with it', async () => {
    coturn = await Coturn.start(['--allow-loopback-peers']);
    const told = await doctor({
      OTTOGI_TURN_URL: `${coturn.url('udp')},${coturn.url('tcp')}`,
      OTTOGI_TURN_SECRET: SECRET,
      OTTOGI_ICE_SERVERS: `stun:127.0.0.1:${coturn.port}`,
    });
    expect(told.of('turnServers')).toMatchObject({ level: 'ok' });
    expect(told.of('turnServers')?.what).toContain('transport=tcp lends an address of 127.0.0.1');
    expect(told.of('stunServers')?.what).toContain('this machine comes from 127.0.0.1');
  });

  test('that has another secret refuses', async () => {
    coturn = await Coturn.start(['--allow-loopback-peers']);
    const told = await doctor({
      OTTOGI_TURN_URL: coturn.url(),
      OTTOGI_TURN_SECRET: 'not-the-one',
    });
    expect(told.code).toBe(1);
    expect(told.of('turnServers')).toMatchObject({ level: 'problem' });
    expect(told.of('turnServers')?.mend).toContain('OTTOGI_TURN_SECRET');
  });

  test('that sends nothing to where media is', async () => {
    coturn = await Coturn.start();
    const told = await doctor({
      OTTOGI_TURN_URL: coturn.url(),
      OTTOGI_TURN_SECRET: SECRET,
    });
    expect(told.of('turnServers')).toMatchObject({ level: 'problem' });
    expect(told.of('turnServers')?.mend).toContain('allowed-peer-ip=127.0.0.1');
  });

  test('that is not there', async () => {
    coturn = await Coturn.start();
    await coturn.close();
    const told = await doctor({
      OTTOGI_TURN_URL: `${coturn.url('udp')},${coturn.url('tcp')}`,
      OTTOGI_TURN_SECRET: SECRET,
    });
    expect(told.of('turnServers')).toMatchObject({ level: 'problem' });
    expect(told.of('turnServers')?.what).toContain('nothing listens there');
  });
});

describe('while the server runs', () => {
  let stop: () => Promise<void>;
  let output = '';
  beforeEach(async () => {
    output = '';
    const server = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    stop = async () => {
      if (server.exitCode !== null) return;
      server.kill('SIGTERM');
      await once(server, 'exit');
    };
    await expect.poll(() => output).toMatch(/checks: /);
  });
  afterEach(() => stop());

  test('it has looked by itself, after it was up', () => {
    expect(output.indexOf('checks: ')).toBeGreaterThan(output.indexOf('is up'));
    expect(output).not.toContain('could not be made');
  });

  test('it is asked, and knocks at its own doors', async () => {
    const told = await doctor();
    expect(told.code).toBe(0);
    expect(told.of('http')?.what).toContain(String(port));
    expect(told.of('mediaUdp')).toMatchObject({ level: 'ok' });
    expect(told.of('mediaTcp')).toMatchObject({ level: 'ok' });
  });

  test('one with another data folder cannot be asked, and that is said', async () => {
    const other = join(dataDir, 'other');
    await mkdir(other);
    const told = await doctor({ OTTOGI_DATA_DIR: other });
    expect(told.of('settings')).toMatchObject({ level: 'warning' });
    await writeFile(join(other, 'admin-token'), 'another-token-altogether\n');
    expect((await doctor({ OTTOGI_DATA_DIR: other })).of('settings')?.what).toContain(
      'admin token',
    );
  });
});
