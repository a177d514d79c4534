import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePorts } from './testing/freePorts.ts';
import { TestClient } from './testing/TestClient.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

let dataDir: string;
let child: ChildProcess;
let output = '';

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ottogi-main-'));
  output = '';
});

afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(dataDir, { recursive: true });
});

/** The program as a person starts it, on ports of its own. */
async function run(env: NodeJS.ProcessEnv = {}): Promise<void> {
  child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      PORT: String(await freePorts(1)),
      OTTOGI_RTC_PORT: String(await freePorts(1)),
      OTTOGI_WORKERS: '1',
      OTTOGI_HTTPS_HOST: 'off',
      OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1',
      OTTOGI_DATA_DIR: dataDir,
      ...env,
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
}

async function exitCode(): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

test('it says where it is, and a signal closes it in good order', async () => {
  await run();
  await expect.poll(() => output).toContain('is up');
  const url = /http:\/\/localhost:\d+/.exec(output)?.[0] ?? '';
  expect(output).toContain(join(dataDir, 'admin-token'));

  const ada = await TestClient.connect(url.replace('localhost', '127.0.0.1'));
  const { peerId } = await ada.join('lounge');
  child.kill('SIGTERM');
  // Not `mediaLost`, though mediasoup takes its workers down at the same signal.
  expect(await ada.next('callClosed')).toEqual({ peerId, reason: 'serverClosing' });
  expect(await exitCode()).toBe(0);
});

test('a wrong setting is named, with its value and what is allowed, and the exit code is 2', async () => {
  await run({ PORT: 'web' });
  expect(await exitCode()).toBe(2);
  expect(output).toContain('PORT="web"');
  expect(output).toContain('a port number');
});

test.each([
  ['HOST', 'no.such.host.invalid'],
  ['OTTOGI_DATA_DIR', MAIN],
])('%s=%s is found wrong when it is used, and told alike', async (variable, value) => {
  await run({ [variable]: value });
  expect(await exitCode()).toBe(2);
  expect(output).toContain(`${variable}="${value}"`);
});

test('where strangers may reach it, it says so, and its links carry the password that it made', async () => {
  await run({ OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1,talk.example' });
  await expect.poll(() => output).toContain('is up');
  const link = new URL(/http:\/\/localhost\S+/.exec(output)?.[0] ?? '');
  expect(output).toMatch(/Access +by password: the links above carry it, kept in /);
  expect(output).toContain('Strangers may reach this machine');
  const access = new URLSearchParams(link.hash.slice(1)).get('access') ?? '';
  const url = `http://127.0.0.1:${link.port}`;
  const ada = await TestClient.connect(url, { access });
  ada.close();
  await expect(TestClient.connect(url)).rejects.toMatchObject({
    data: { code: 'accessRequired' },
  });
  // Whatever is logged, the password is not.
  expect(output.split(access)).toHaveLength(2);
});

test('a port in use is named with the variable that changes it', async () => {
  await run();
  await expect.poll(() => output).toContain('is up');
  const first = child;
  const port = /localhost:(\d+)/.exec(output)?.[1] ?? '';
  try {
    output = '';
    await run({ PORT: port });
    expect(await exitCode()).toBe(1);
    expect(output).toContain(`port ${port} on 127.0.0.1 belongs to another program`);
    expect(output).toContain('set PORT');
  } finally {
    first.kill('SIGKILL');
  }
});

test('a media port in use is named too', async () => {
  await run();
  await expect.poll(() => output).toContain('is up');
  const first = child;
  const port = /UDP and TCP (\d+)/.exec(output)?.[1] ?? '';
  try {
    output = '';
    await run({ OTTOGI_RTC_PORT: port });
    expect(await exitCode()).toBe(1);
    expect(output).toContain(`OTTOGI_RTC_PORT`);
    expect(output).toContain(port);
  } finally {
    first.kill('SIGKILL');
  }
});
