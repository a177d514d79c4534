/**
 * Tests in a network of their own. Firefox offers no media path over 127.0.0.1, and no test should
 * send to, or listen on, a network that is not its own; so such tests run once more, in a process
 * that sees an empty network with one address.
 */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const INSIDE = 'OTTOGI_E2E_NAMESPACE';

/** The machine's address in the network of the tests. */
export const ADDRESS = '10.88.0.1';

/** A pair of virtual cables, so that there is an interface which is not loopback, and a default route. */
const SET_UP = [
  'ip link set lo up',
  'ip link add ottogi0 type veth peer name ottogi1',
  `ip addr add ${ADDRESS}/24 dev ottogi0`,
  'ip link set ottogi0 up',
  'ip link set ottogi1 up',
  'ip route add default via 10.88.0.2 dev ottogi0',
].join(' && ');

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

const INSIDE_LIMIT_MS = 300_000;

/** Declares tests that run in such a network; where none can be made they are skipped, with the reason. */
export function inNamespace(file: string, declare: () => void): void {
  if (process.env[INSIDE] === '1') {
    declare();
    return;
  }
  test('in a network of its own', { timeout: INSIDE_LIMIT_MS }, async (context) => {
    const { unshare, problem } = findUnshare();
    if (problem !== null) {
      process.stderr.write(`Skipped ${file}: ${problem}\n`);
      context.skip(problem);
    }
    const { code, output } = await runInside(unshare, fileURLToPath(file));
    if (code === 0) process.stdout.write(output);
    else expect.fail(output);
  });
}

/** Which way a network of one's own can be made: as root, or else as root of a user namespace. */
function findUnshare(): { unshare: string[]; problem: string | null } {
  const ways = [['--net'], ['--map-root-user', '--net']];
  let problem = 'there is no unshare (util-linux) on this system';
  for (const unshare of ways) {
    const tried = spawnSync('unshare', [...unshare, 'sh', '-c', SET_UP], { encoding: 'utf8' });
    if (tried.status === 0) return { unshare, problem: null };
    if (!tried.error) problem = `no network namespace can be made here: ${tried.stderr.trim()}`;
  }
  return { unshare: [], problem };
}

async function runInside(
  unshare: string[],
  file: string,
): Promise<{ code: number | null; output: string }> {
  const run = [process.execPath, VITEST, 'run', '--project', 'e2e', file];
  const inside = ['sh', '-c', `${SET_UP} && exec "$@"`, 'sh', ...run];
  const child = spawn('unshare', [...unshare, ...inside], {
    cwd: ROOT,
    env: { ...outerEnvironment(), [INSIDE]: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output };
}

/** Without what this vitest tells its own workers. */
function outerEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|VITE_|NODE_OPTIONS|NODE_ENV)/.test(name),
    ),
  );
}
