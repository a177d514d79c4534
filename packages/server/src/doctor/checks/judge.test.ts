import type { NetworkInterfaceInfo } from 'node:os';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import { judgeReach } from '../reach.ts';
import { judgeAddresses } from './addresses.ts';
import { judgeCertificate } from './certificate.ts';
import { judgeClock } from './clock.ts';
import { judgeDataFolder } from './dataFolder.ts';
import { judgeMemory } from './memory.ts';
import { judgeNode } from './node.ts';
import { judgeOpenFiles } from './openFiles.ts';
import { judgeReceiveBuffer } from './receiveBuffer.ts';
import { targetOf } from './relays.ts';
import { judgeRecorder } from './recorder.ts';
import { judgeSqlite } from './sqlite.ts';
import { judgeWorkers } from './workers.ts';

const MB = 1_048_576;
const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 11, 1);

test.each([
  ['24.16.0', 'ok'],
  ['25.0.0', 'ok'],
  ['24.9.0', 'problem'],
])('Node %s is %s', (version, level) => {
  expect(judgeNode(version).level).toBe(level);
});

test.each([
  ['3.51.3', 'ok'],
  ['3.51.2', 'problem'],
  ['3.9.0', 'problem'],
])('SQLite %s is %s', (version, level) => {
  expect(judgeSqlite(version).level).toBe(level);
});

test.each([
  [{ wanted: 2, up: 2, restarts: 0, cores: 2 }, 'ok'],
  [{ wanted: 2, up: 1, restarts: 1, cores: 2 }, 'problem'],
  [{ wanted: 2, up: 2, restarts: 3, cores: 2 }, 'warning'],
  [{ wanted: 8, up: 8, restarts: 0, cores: 2 }, 'warning'],
])('the pool %j is %s', (pool, level) => {
  expect(judgeWorkers(pool).level).toBe(level);
});

test.each([
  [65_536, 40, 'ok'],
  [1_024, 40, 'warning'],
  [1_024, 900, 'problem'],
])('of %i files %i open is %s', (limit, open, level) => {
  expect(judgeOpenFiles(limit, open).level).toBe(level);
});

test.each([
  [4_000_000, 'ok'],
  [212_992, 'warning'],
])('a receive buffer of %i bytes is %s', (bytes, level) => {
  expect(judgeReceiveBuffer(bytes).level).toBe(level);
});

test.each([
  [2_000, 'ok'],
  [200, 'warning'],
  [30, 'problem'],
])('%i MB of memory are %s', (megabytes, level) => {
  const memory = { availableBytes: megabytes * MB, totalBytes: 4_096 * MB };
  expect(judgeMemory(memory).level).toBe(level);
});

test.each([
  [10_000, 2, 'ok'],
  [10_000, null, 'ok'],
  [10_000, 400, 'warning'],
  [500, 2, 'warning'],
  [100, 2, 'problem'],
])('a disk with %i MB free and %s ms a write is %s', (megabytes, writeMs, level) => {
  expect(judgeDataFolder('/data', { freeBytes: megabytes * MB, writeMs }).level).toBe(level);
});

describe('the clock', () => {
  const right = { now: NOW, newestFile: NOW - 1_000, jumpedMs: 3, synchronised: true };
  test.each([
    ['right', {}, 'ok'],
    ['right, as far as anybody knows', { newestFile: null, synchronised: null }, 'ok'],
    ['of 1970', { now: 1_000 }, 'problem'],
    ['behind what was written', { newestFile: NOW + 3_600_000 }, 'warning'],
    ['on its own', { synchronised: false }, 'warning'],
    ['set back an hour meanwhile', { jumpedMs: -3_600_000 }, 'warning'],
  ])('is %s', (_how, differs, level) => {
    expect(judgeClock({ ...right, ...differs }).level).toBe(level);
  });
});

describe('announced addresses', () => {
  const at = (address: string): NetworkInterfaceInfo => ({
    address,
    netmask: '255.255.255.0',
    family: 'IPv4',
    mac: '00:00:00:00:00:00',
    internal: false,
    cidr: null,
  });
  const interfaces = { eth0: [at('192.168.0.5')] };
  const judge = (announced: string[], differs = {}) =>
    judgeAddresses({ announced, interfaces, elsewhere: true, inContainer: false, ...differs });

  test.each([
    ['none', [], 'ok'],
    ['the own one', ['192.168.0.5'], 'ok'],
    ['a public one that is forwarded', ['192.168.0.5', '8.8.4.4'], 'ok'],
    ['a name', ['rooms.example.org'], 'ok'],
    ['loopback, for others', ['127.0.0.1'], 'problem'],
    ['one of a book', ['192.0.2.1'], 'warning'],
    ['one that the machine had once', ['192.168.0.9'], 'warning'],
  ])('%s', (_what, announced, level) => {
    expect(judge(announced).level).toBe(level);
  });

  test('loopback for this machine alone is fine', () => {
    expect(judge(['127.0.0.1'], { elsewhere: false }).level).toBe('ok');
  });

  test('in a container the own addresses are not those of the machine', () => {
    expect(judge([], { inContainer: true }).level).toBe('warning');
    expect(judge(['192.168.7.7', '8.8.4.4'], { inContainer: true }).what).toContain('192.168.7.7');
  });

  test('the line that mends it names the address that is right', () => {
    expect(judge(['127.0.0.1']).mend).toContain('OTTOGI_ANNOUNCED_ADDRESS=192.168.0.5');
  });
});

describe('certificates', () => {
  const certificate = async (names: string[], fromDays: number, toDays: number) => {
    const made = await generate([{ name: 'commonName', value: 'x' }], {
      keyType: 'ec',
      notBeforeDate: new Date(NOW + fromDays * DAY_MS),
      notAfterDate: new Date(NOW + toDays * DAY_MS),
      extensions: [
        {
          name: 'subjectAltName',
          altNames: names.map((name) =>
            /^\d/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
          ),
        },
      ],
    });
    return { cert: made.cert, key: made.private };
  };
  const judged = { own: true, announced: ['8.8.4.4'], now: NOW };

  test.each([
    ['good', ['rooms.example.org'], -10, 80, 'ok'],
    ['for the address', ['8.8.4.4'], -10, 80, 'ok'],
    ['for another address', ['8.8.8.8'], -10, 80, 'warning'],
    ['about to end', ['rooms.example.org'], -80, 5, 'warning'],
    ['expired', ['rooms.example.org'], -90, -1, 'problem'],
    ['not valid yet', ['rooms.example.org'], 2, 90, 'problem'],
  ] as const)('one that is %s', async (_how, names, from, to, level) => {
    expect(judgeCertificate(await certificate([...names], from, to), judged).level).toBe(level);
  });

  test('one that is not for the announced name', async () => {
    const other = await certificate(['other.example.org'], -1, 80);
    const finding = judgeCertificate(other, { ...judged, announced: ['rooms.example.org'] });
    expect(finding).toMatchObject({ level: 'warning' });
    expect(finding.what).toContain('rooms.example.org');
  });

  test('one with a key that does not fit, and one that is none', async () => {
    const [one, other] = await Promise.all([
      certificate(['a.b'], -1, 80),
      certificate(['a.b'], -1, 80),
    ]);
    expect(judgeCertificate({ cert: one.cert, key: other.key }, judged).level).toBe('problem');
    expect(judgeCertificate({ cert: 'nonsense', key: one.key }, judged).level).toBe('problem');
  });
});

describe('who does not answer', () => {
  const words = { door: 'UDP', why: 'Why.', open: 'ufw', forward: 'router' };
  const at = (own: boolean, failure: string | null) => ({ at: `${own}:1`, own, failure });
  test.each([
    ['nobody', [at(true, null), at(false, null)], 'ok', ''],
    ['the router', [at(true, null), at(false, 'no answer')], 'warning', 'router'],
    ['this machine', [at(true, 'no answer'), at(false, null)], 'problem', 'ufw'],
  ])('%s', (_who, attempts, level, mend) => {
    expect(judgeReach(attempts, words)).toMatchObject({ level, mend });
  });
});

test.each([
  ['stun:example.org', 'udp', 'example.org', 3478],
  ['stun:[2001:db8::1]:19302', 'udp', '2001:db8::1', 19_302],
  ['turn:example.org:80?transport=tcp', 'tcp', 'example.org', 80],
  ['turns:example.org', 'tls', 'example.org', 5349],
])('%s is %s to %s at %i', (url, protocol, host, port) => {
  expect(targetOf(url)).toEqual({ protocol, host, port });
});

test('without ffmpeg nobody records, and one line installs it', () => {
  expect(judgeRecorder('7.1').level).toBe('ok');
  expect(judgeRecorder(null)).toMatchObject({
    level: 'warning',
    mend: expect.stringContaining('apt-get install -y ffmpeg'),
  });
});
