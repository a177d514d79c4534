import { afterEach, beforeEach, expect, test } from 'vitest';
import { opus } from '../testing/rtp.ts';
import { Sending } from '../testing/Sending.ts';
import { TestSfu } from '../testing/TestSfu.ts';

const FINGERPRINTS = [{ algorithm: 'sha-256' as const, value: `${'AB:'.repeat(31)}AB` }];
const CONNECT_MS = 15_000;

let media: TestSfu;
let unreachable: string[];

beforeEach(async () => {
  media = await TestSfu.start();
  unreachable = [];
  media.sfu.on('mediaLost', (peerId) => unreachable.push(peerId));
});
afterEach(() => media.close());

const microphone = () => ({
  source: 'microphone' as const,
  rtpParameters: opus(),
  paused: false,
  layerHeights: [],
});

test('who listens where nobody says anything may do so for ever', async () => {
  await media.join('listener');
  media.clock.advance(3_600_000);
  expect(unreachable).toEqual([]);
});

test('who told a fingerprint and never connects is given up', async () => {
  const peer = await media.join('silent');
  const { transportId } = peer.endpoint.setup.recvTransport;
  await peer.endpoint.connectTransport(transportId, { fingerprints: FINGERPRINTS });
  media.clock.advance(CONNECT_MS - 1);
  expect(unreachable).toEqual([]);
  media.clock.advance(1);
  expect(unreachable).toEqual(['silent']);
});

test('who publishes, or is sent something, and never connects is given up', async () => {
  const sender = await media.join('sender');
  await sender.endpoint.produce(microphone());
  await media.join('receiver');
  media.clock.advance(CONNECT_MS);
  expect(unreachable.sort()).toEqual(['receiver', 'sender']);
});

test('who is connected is not looked at again, and who left is forgotten', async () => {
  const peer = await media.join('talking');
  const sending = await Sending.connect(peer);
  await sending.publishMicrophone();
  const gone = await media.join('gone');
  gone.endpoint.close();
  media.clock.advance(3_600_000);
  expect(unreachable).toEqual([]);
  sending.close();
});
