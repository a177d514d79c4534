import { afterEach, expect, test } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { isFree } from './testing/freePorts.ts';
import { isAlive, workersOf } from './testing/processes.ts';
import { SupervisedServer } from './testing/SupervisedServer.ts';

// Whole servers that start several times, on a machine that may be busy.
const TIMEOUT = { timeout: 60_000 };

const ADA = { secret: 'ada-has-a-secret-of-128-bits' };

let server: SupervisedServer;
afterEach(() => server.close());

test(
  'a server that is killed is started again, where it was and with what it knew',
  TIMEOUT,
  async () => {
    server = await SupervisedServer.start();
    const ada = await server.connect(ADA);
    const { roomId, sendTransport } = await ada.join('lounge');
    await ada.ask('sendMessage', { roomId, messageId: 'before-the-crash-1', text: 'hello' });
    const pid = await server.serverPid();
    const workers = await workersOf(pid);
    expect(workers).not.toEqual([]);

    process.kill(pid, 'SIGKILL');
    const again = await server.connectAgain(ADA);
    expect(await server.serverPids()).not.toContain(pid);
    for (const worker of workers) expect(await isAlive(worker)).toBe(false);
    const rejoined = await again.join('lounge');
    expect(rejoined.sendTransport.iceCandidates[0]?.port).toBe(
      sendTransport.iceCandidates[0]?.port,
    );
    expect(await server.textsIn(roomId)).toEqual(['hello']);
    expect(server.log).toContain('killed by SIGKILL. Starting it again now.');
  },
);

test('a crash loop ends, and says what happened and what to do', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const seen = new Set<number>();
  for (let crash = 0; crash < 5; crash += 1) {
    await eventually('there is another server', async () => {
      const [pid] = await server.serverPids();
      if (pid === undefined || seen.has(pid)) return false;
      seen.add(pid);
      process.kill(pid, 'SIGKILL');
      return true;
    });
  }
  expect(await server.exitCode()).toBe(1);
  expect(server.log).toContain('✗ The server crashed 5 times within 1 min 00 s');
  expect(server.log).toContain('why: the last time it was killed by SIGKILL');
  expect(server.log).toMatch(/to mend: .*\n.*npm start/);
  expect(server.log).toMatch(/Starting it again in 0\.4 s/);
});

test('a wrong setting ends it with exit code 2, and at once', TIMEOUT, async () => {
  server = await SupervisedServer.spawn({ PORT: 'web' });
  expect(await server.exitCode()).toBe(2);
  expect(server.log).toContain('PORT="web"');
  expect(server.log).not.toContain('crashed');
});

test('a start that fails ends it, and is not tried again', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const first = server;
  server = await SupervisedServer.spawn({ PORT: String(first.port) });
  expect(await server.exitCode()).toBe(1);
  expect(server.log).toContain('belongs to another program');
  expect(server.log).not.toContain('crashed');
  await first.close();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s stops it in good order',
  TIMEOUT,
  async (signal) => {
    server = await SupervisedServer.start();
    const ada = await server.connect();
    const { peerId } = await ada.join('lounge');
    const pid = await server.serverPid();
    server.kill(signal);
    expect(await ada.next('callClosed')).toEqual({ peerId, reason: 'serverClosing' });
    expect(await server.exitCode()).toBe(0);
    expect(await isAlive(pid)).toBe(false);
    const { code, said } = await server.restart();
    expect(code).toBe(1);
    expect(said).toContain('There is no Ottogi to restart');
  },
);

test(
  'a signal to all of them, as of a service manager, is a stop and no restart',
  TIMEOUT,
  async () => {
    server = await SupervisedServer.start();
    const pid = await server.serverPid();
    process.kill(pid, 'SIGTERM');
    server.kill('SIGTERM');
    expect(await server.exitCode()).toBe(0);
    expect(await isAlive(pid)).toBe(false);
  },
);

test('without its supervisor the server ends, and lets go of its ports', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const pid = await server.serverPid();
  server.kill('SIGKILL');
  await eventually('the server is gone', async () => !(await isAlive(pid)));
  await eventually('its ports are free', async () =>
    (await Promise.all([server.port, server.mediaPort].map(isFree))).every(Boolean),
  );
});

test('a port that its predecessor holds for another moment is waited for', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const pid = await server.serverPid();
  const workers = await workersOf(pid);
  // Hung workers do not see that their server is gone.
  for (const worker of workers) process.kill(worker, 'SIGSTOP');
  process.kill(pid, 'SIGKILL');
  await eventually('the next server is there', async () => {
    const [next] = await server.serverPids();
    return next !== undefined && next !== pid && (await workersOf(next)).length > 0;
  });
  for (const worker of workers) process.kill(worker, 'SIGCONT');
  await server.connectAgain();
  expect(server.log).not.toContain('cannot start');
});
