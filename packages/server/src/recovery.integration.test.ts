import { afterEach, beforeEach, expect, test } from 'vitest';
import { vp8 } from './testing/rtp.ts';
import { NOTHING, TestServer } from './testing/TestServer.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start({ OTTOGI_WORKERS: '2' });
});
afterEach(() => server.close());

test('rooms go to the least loaded worker, and a dead one takes only its own along', async () => {
  const ada = await server.connect();
  const bob = await server.connect();
  const adaAck = await ada.join('one', 'Ada');
  const bobAck = await bob.join('two', 'Bob');
  await bob.ask('produce', bob.producing({ source: 'camera', rtpParameters: vp8() }));
  const ports = [adaAck, bobAck].map(({ sendTransport }) => sendTransport.iceCandidates[0]?.port);
  expect(new Set(ports).size).toBe(2);

  // The first worker has the lower port, and Ada's room is on one of the two.
  const pids = await server.workerPids();
  const adaIsFirst = (ports[0] ?? 0) < (ports[1] ?? 0);
  process.kill(pids[adaIsFirst ? 0 : 1] ?? 0, 'SIGKILL');

  expect(await ada.next('mediaLost')).toEqual({ peerId: adaAck.peerId });
  // The other worker serves at once, and the dead one is replaced.
  const { sendTransport } = await ada.ask('renewMedia', {});
  expect(sendTransport.iceCandidates[0]?.port).toBe(ports[1]);
  const { peers, producers, transports } = await server.state();
  expect(peers.map(({ peerId }) => peerId)).toEqual([adaAck.peerId, bobAck.peerId]);
  expect(producers).toMatchObject([{ source: 'camera', peerId: bobAck.peerId }]);
  expect(transports).toHaveLength(4);
  await replaced([pids[adaIsFirst ? 0 : 1] ?? 0]);
});

test('a worker that hangs is noticed, and replaced like one that died', async () => {
  const ada = await server.connect();
  const { peerId } = await ada.join('one', 'Ada');
  const pids = await server.workerPids();
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  // What is asked of it meanwhile is answered in the end.
  const producing = ada.ask('produce', ada.producing({ source: 'camera', rtpParameters: vp8() }));
  await expect(producing).rejects.toThrow('mediaUnavailable');
  expect(await ada.next('mediaLost')).toEqual({ peerId });
  await replaced(pids);
  await ada.ask('renewMedia', {});
});

test('rooms that open at the same moment go to different workers', async () => {
  const people = await Promise.all(['Ada', 'Bob'].map(() => server.connect()));
  const acks = await Promise.all(people.map((person, index) => person.join(`room ${index}`)));
  const ports = acks.map(({ sendTransport }) => sendTransport.iceCandidates[0]?.port);
  expect(new Set(ports).size).toBe(2);
});

test('a worker that dies under a join costs the join, and the next one stands', async () => {
  const ada = await server.connect();
  const joining = ada.join('one', 'Ada').then(
    () => 'joined',
    (error: Error) => error.message,
  );
  const pids = await server.workerPids();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  expect(await joining).toMatch(/joined|mediaUnavailable/);
  await replaced(pids);
  await ada.join('two', 'Ada');
});

test('closing tells everybody, and lets nobody in any more', async () => {
  const ada = await server.connect();
  const { peerId } = await ada.join('one', 'Ada');
  const gone = new Promise((resolve) => {
    ada.socket.once('disconnect', resolve);
  });
  const closing = server.server.close();
  expect(await ada.next('callClosed')).toEqual({ peerId, reason: 'serverClosing' });
  await gone;
  await closing;
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
});

test('both doors close at once, whoever is connected to which', async () => {
  const both = await TestServer.start({ OTTOGI_HTTPS_HOST: '127.0.0.1' });
  const people = [
    await both.connect(),
    await both.connect({ transports: ['polling'] }),
    await both.connect({ secure: true }),
    await both.connect({ secure: true, transports: ['polling'] }),
  ];
  const gone = people.map(
    ({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve)),
  );
  await Promise.all([both.close(), ...gone]);
});

test('workers that die again are replaced again', async () => {
  for (let round = 0; round < 2; round += 1) {
    const pids = await server.workerPids();
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await replaced(pids);
  }
  const ada = await server.connect();
  await ada.join('one', 'Ada');
});

test('a room that nobody enters leaves nothing', async () => {
  const ada = await server.connect();
  await expect(ada.ask('join', { room: 'x', name: '\u200B', rtpCapabilities: {} })).rejects.toThrow(
    'invalidRequest',
  );
  expect(await server.state()).toEqual(NOTHING);
});

/** Resolves when every place has a worker, and none of these. */
async function replaced(pids: number[]): Promise<void> {
  await expect
    .poll(async () => (await server.workerPids()).every((pid) => pid && !pids.includes(pid)))
    .toBe(true);
}
