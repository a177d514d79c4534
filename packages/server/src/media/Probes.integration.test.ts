import { once } from 'node:events';
import type { DtlsParameters } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MediaLink } from '../../../../bench/load/MediaLink.ts';
import { TestClock } from '../testing/TestClock.ts';
import { startWorkers } from '../testing/TestSfu.ts';
import { Probes } from './Probes.ts';
import type { Workers } from './Workers.ts';

const dtlsParameters: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: `AB${':AB'.repeat(31)}` }],
};

let workers: Workers;
let clock: TestClock;
let probes: Probes;
beforeEach(async () => {
  workers = await startWorkers();
  clock = new TestClock();
  probes = new Probes(workers, clock.after);
});
afterEach(() => workers.close());

test.each(['udp', 'tcp'] as const)('a probe is found by %s alone', async (protocol) => {
  const { iceCandidates } = await probes.open(protocol);
  expect(iceCandidates).toMatchObject([{ protocol, address: '127.0.0.1' }]);
});

test('a client can connect it, once', async () => {
  const transport = await probes.open('udp');
  const link = new MediaLink(transport);
  try {
    const client = await link.answer(transport, 'send');
    await probes.connect(transport.transportId, client);
    await link.connected();
    await expect(probes.connect(transport.transportId, client)).rejects.toMatchObject({
      code: 'wrongState',
    });
  } finally {
    link.close();
  }
});

test('a fingerprint that is refused does not count as the one', async () => {
  const { transportId } = await probes.open('tcp');
  const refused = probes.connect(transportId, { fingerprints: [] });
  await expect(refused).rejects.toMatchObject({ code: 'mediaRejected' });
  await probes.connect(transportId, dtlsParameters);
});

test('three at a time, those included that are being opened', async () => {
  const opening = [probes.open('udp'), probes.open('tcp'), probes.open('udp')];
  await expect(probes.open('udp')).rejects.toMatchObject({ code: 'tooManyRequests' });
  const [first] = await Promise.all(opening);
  await expect(probes.open('udp')).rejects.toMatchObject({ code: 'tooManyRequests' });
  probes.close(first!.transportId);
  await probes.open('udp');
  // Each session has its own three.
  await new Probes(workers, clock.after).open('udp');
});

test('a probe ends after twenty seconds, and belongs to its session alone', async () => {
  const { transportId } = await probes.open('udp');
  const stranger = new Probes(workers, clock.after);
  expect(() => stranger.close(transportId)).toThrow('no probe');
  clock.advance(19_999);
  await probes.connect(transportId, dtlsParameters);
  clock.advance(1);
  expect(() => probes.close(transportId)).toThrow('no probe');
  expect(clock.pending).toBe(0);
});

test('a session that ends takes its probes along, also the one being opened', async () => {
  const { transportId } = await probes.open('udp');
  const late = probes.open('tcp');
  probes.closeAll();
  expect(() => probes.close(transportId)).toThrow('no probe');
  const { transportId: lateId } = await late;
  expect(() => probes.close(lateId)).toThrow('no probe');
  expect(clock.pending).toBe(0);
});

test('probes stand on a router of their own, which is made anew with its worker', async () => {
  await probes.open('udp');
  const [before] = workers.documents();
  expect(before?.routers).toBe(0);
  const [one, other] = await Promise.all([workers.probeRouter(), workers.probeRouter()]);
  expect(one).toBe(other);

  const gone = once(one, 'closed');
  process.kill(before!.pid!, 'SIGKILL');
  await gone;
  expect(clock.pending).toBe(0);
  await expect(probes.open('udp')).rejects.toMatchObject({ code: 'mediaUnavailable' });
  await expect.poll(() => workers.ready).toBe(true);
  await probes.open('udp');
});
