import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePorts } from '../testing/freePorts.ts';
import { iceServersFor } from './iceServers.ts';

const SAMPLE = fileURLToPath(new URL('../../../../deploy/coturn/turnserver.conf', import.meta.url));
const SECRET = 'a-secret-for-tests-only';
const DAY_MS = 24 * 60 * 60 * 1000;
/** Let through by the test alone. */
const ALLOWED = '127.0.0.9';

const START_WITHIN_MS = 10_000;

const run = promisify(execFile);
const isThere = ['/usr/bin/turnserver', '/usr/bin/turnutils_uclient'].every(isExecutable);

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Each is another user, as each join is: what one may take is counted. */
let users = 0;
function credentials(secret: string, nowMs: number) {
  const turn = { urls: ['turn:127.0.0.1'], secret };
  const [server] = iceServersFor({ iceServers: [], turn }, `peer-${(users += 1)}`, nowMs);
  return { user: server!.username!, password: server!.credential! };
}

describe.skipIf(!isThere)(
  'the real coturn (its package is to be installed), with the sample',
  () => {
    let folder: string;
    let turn: ChildProcess;
    let port: number;
    let log = '';

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ottogi-turn-'));
      port = await freePorts(2);
      // What a test has to have otherwise: loopback, ports of its own, no certificate.
      const overrides = [
        '--listening-ip=127.0.0.1',
        '--relay-ip=127.0.0.1',
        `--listening-port=${port}`,
        `--static-auth-secret=${SECRET}`,
        '--realm=test',
        '--no-tls',
        '--no-dtls',
        '--allow-loopback-peers',
        `--allowed-peer-ip=${ALLOWED}`,
        '--log-file=stdout',
        `--pidfile=${join(folder, 'pid')}`,
        `--userdb=${join(folder, 'db')}`,
      ];
      turn = spawn('turnserver', ['-c', SAMPLE, '-v', ...overrides], { cwd: folder });
      for (const stream of [turn.stdout, turn.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          log += text;
        });
      }
      await vi.waitUntil(isUp, { timeout: START_WITHIN_MS });
    });

    afterAll(async () => {
      const ended = once(turn, 'exit');
      turn.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    });

    /** Whether it answers what a STUN client asks. */
    async function isUp(): Promise<boolean> {
      try {
        await run('turnutils_stunclient', ['-p', String(port), '127.0.0.1'], { timeout: 1_000 });
        return true;
      } catch {
        return false;
      }
    }

    /** What coturn's own client says, which sends a packet through a relay to `peer`. */
    async function relay(user: string, password: string, peer: string): Promise<string> {
      const who = ['-u', user, '-w', password, '-p', String(port)];
      const what = ['-e', peer, '-r', '9', '-n', '1', '-m', '1', '-c', '127.0.0.1'];
      try {
        const args = ['-v', ...who, ...what];
        const { stdout, stderr } = await run('turnutils_uclient', args, { timeout: 2_000 });
        return stdout + stderr;
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        return stdout + stderr;
      }
    }

    test('every line of the sample is one that it knows', () => {
      expect(log).not.toMatch(/bad configuration|unrecognized|unknown option|CONFIG ERROR/i);
    });

    test('takes credentials of ours, and lets nobody through to a private address', async () => {
      for (const peer of [
        '127.0.0.1',
        '10.0.0.1',
        '192.168.1.1',
        '169.254.169.254',
        '100.64.0.1',
      ]) {
        const { user, password } = credentials(SECRET, Date.now());
        const said = await relay(user, password, peer);
        expect(said, peer).toContain('Received relay addr: 127.0.0.1');
        expect(said, peer).toContain('error 403 (Forbidden IP)');
      }
      // Were it allowed, it would be said so.
      const { user, password } = credentials(SECRET, Date.now());
      const said = await relay(user, password, ALLOWED);
      expect(said).toMatch(/cb response received: *\n.*success/);
      expect(said).not.toContain('error 403');
    });

    test('gives one user no more than a join needs', async () => {
      const { user, password } = credentials(SECRET, Date.now());
      const said = await Promise.all(
        Array.from({ length: 6 }, () => relay(user, password, ALLOWED)),
      );
      expect(said.join('')).toContain('error 486 (Allocation Quota Reached)');
    });

    test('takes none of another secret, nor of yesterday', async () => {
      const now = Date.now();
      for (const refused of [credentials('another', now), credentials(SECRET, now - 2 * DAY_MS)]) {
        const said = await relay(refused.user, refused.password, ALLOWED);
        expect(said).toContain('Cannot complete Allocation');
        expect(said).not.toContain('Received relay addr');
      }
    });
  },
);
