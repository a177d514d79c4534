import { afterEach, expect, test } from 'vitest';
import { LoadPeer } from '../../../bench/load/LoadPeer.ts';
import { LoadSignal } from '../../../bench/load/LoadSignal.ts';
import { eventually } from './testing/eventually.ts';
import { isFree } from './testing/freePorts.ts';
import { SteadfastWriter } from './testing/SteadfastWriter.ts';
import { isAlive } from './testing/processes.ts';
import { SupervisedServer } from './testing/SupervisedServer.ts';
import { joining } from './testing/TestClient.ts';

// `npm run restart`. Beside `supervision.integration.test.ts`, so that two cores share these.

// Whole servers that start several times, on a machine that may be busy.
const TIMEOUT = { timeout: 60_000 };

/** As `main.ts` has it. */
const DRAIN_LIMIT_MS = 10_000;

const ADA = { secret: 'ada-has-a-secret-of-128-bits' };

const LAYER = { width: 320, height: 180, packetsPerFrame: 1, bytesPerPacket: 100 };

let server: SupervisedServer;
afterEach(() => server.close());

test(
  'a restart tells people, loses no message, and leaves nothing of the old one',
  TIMEOUT,
  async () => {
    server = await SupervisedServer.start();
    const ada = await server.connect(ADA);
    const { roomId, peerId, resumeToken, sendTransport } = await ada.join('lounge');
    const writer = new SteadfastWriter(ada, roomId, () => server.connectAgain(ADA));
    const bob = await server.connect();
    await eventually('messages flow', async () => writer.acked.length >= 5);
    const old = await server.serverPid();
    const disconnected = new Promise((resolve) => bob.socket.once('disconnect', resolve));

    const restarting = server.restart();
    await bob.next('serverRestarting');
    const toldAt = performance.now();
    await disconnected;
    const again = await server.connectAgain();
    const gapMs = performance.now() - toldAt;
    const { code, said } = await restarting;
    expect(said).toMatch(/Restarted in .*; nobody could connect for \d\.\d s of it\./);
    expect(code).toBe(0);
    // The target of the whole gap is 2 s; the tests' machine is shared.
    expect(gapMs).toBeLessThan(2_000);

    const ackedBefore = writer.acked.length;
    await eventually('messages flow again', async () => writer.acked.length >= ackedBefore + 5);
    await writer.stop();
    const texts = writer.acked.map((messageId) => `text of ${messageId}`);
    expect(await server.textsIn(roomId)).toEqual(texts.slice(-100));
    const { lastMessageSeq } = again.welcome.rooms.find((room) => room.roomId === roomId) ?? {};
    expect(lastMessageSeq).toBeLessThanOrEqual(texts.length);
    const newest = await again.ask('openChat', { roomId, limit: 1 });
    expect(newest.messages[0]?.messageSeq).toBe(texts.length);

    // Media takes the other block of ports, so that the old one's could flow on meanwhile.
    const adaAgain = await server.connect(ADA);
    const rejoined = await adaAgain.ask('join', joining('lounge', { resumeToken }));
    expect(rejoined.peerId).toBe(peerId);
    const port = sendTransport.iceCandidates[0]?.port ?? 0;
    expect(rejoined.sendTransport.iceCandidates[0]?.port).toBe(port + 1);
    await eventually('the old one is gone', async () => !(await isAlive(old)));
    expect(await isFree(port)).toBe(true);
  },
);

test('media flows on over the old process, up to its drain limit', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const [ada, bob] = await Promise.all(
    ['Ada', 'Bob'].map(async (name) =>
      LoadPeer.join(await LoadSignal.connect(server.url), {
        room: 'lounge',
        name,
        sends: { shape: { layers: [LAYER], temporal: false }, speaks: true },
      }),
    ),
  );
  if (!ada || !bob) throw new Error('two were to join');
  const peers = [ada, bob];
  for (const peer of peers) peer.begin(performance.now());
  const clock = setInterval(() => {
    for (const peer of peers) peer.tick(performance.now());
  }, 10);
  try {
    await eventually('they hear each other', async () =>
      peers.every(({ received }) => received > 50),
    );
    const old = await server.serverPid();
    expect(await server.restart()).toMatchObject({ code: 0 });
    const releasedAt = performance.now();
    // The new one is up, and nobody has moved to it.
    const atRelease = bob.received;
    await eventually('packets still come', async () => bob.received > atRelease + 100);
    expect(await isAlive(old)).toBe(true);
    ada.close();
    await eventually('the old one is gone', async () => !(await isAlive(old)));
    expect(performance.now() - releasedAt).toBeLessThan(DRAIN_LIMIT_MS + 5_000);
  } finally {
    clearInterval(clock);
    for (const peer of peers) peer.close();
  }
});

test('a SIGTERM to the server alone is a restart too', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const ada = await server.connect();
  const old = await server.serverPid();
  process.kill(old, 'SIGTERM');
  await ada.next('serverRestarting');
  await server.connectAgain();
  await eventually('the old one is gone', async () => !(await isAlive(old)));
  await server.says(/Restarted in/);
  // And so on, back to the first block of ports.
  const { code } = await server.restart();
  expect(code).toBe(0);
  const bob = await server.connectAgain();
  const { sendTransport } = await bob.join('lounge');
  expect(sendTransport.iceCandidates[0]?.port).toBe(server.mediaPort);
});

test('a new process that crashes while it prepares harms nobody', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const ada = await server.connect();
  const { peerId } = await ada.join('lounge');
  const old = await server.serverPid();
  const restarting = server.restart();
  await eventually('the new one is there', async () => {
    const next = (await server.serverPids()).find((pid) => pid !== old);
    if (next !== undefined) process.kill(next, 'SIGKILL');
    return next !== undefined;
  });
  const { code, said } = await restarting;
  expect(code).toBe(1);
  expect(said).toContain('The new server did not come up');
  expect(said).toContain('killed by SIGKILL');
  expect(said).toContain('the old server goes on');
  expect((await ada.ask('getSnapshot', {})).call?.peerId).toBe(peerId);
  expect(await server.serverPids()).toEqual([old]);
});

test('an old process that crashes meanwhile is followed by the new one', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const old = await server.serverPid();
  const restarting = server.restart();
  await eventually('the new one is there', async () => (await server.serverPids()).length === 2);
  process.kill(old, 'SIGKILL');
  expect(await restarting).toMatchObject({ code: 0 });
  await server.connectAgain();
  expect(await server.serverPids()).toHaveLength(1);
});

test('a second restart meanwhile is refused, and one after the other not', TIMEOUT, async () => {
  server = await SupervisedServer.start();
  const answers = await Promise.all([server.restart(), server.restart()]);
  const [done, refused] = answers.toSorted((a, b) => (a.code ?? 0) - (b.code ?? 0));
  expect(done?.code).toBe(0);
  // The second may also have come when the first was over already.
  if (refused?.code !== 0) expect(refused?.said).toContain('A restart is under way already');
  expect((await server.restart()).code).toBe(0);
});
