import {
  callRequests,
  type ErrorDocument,
  mediaRequests,
  topologyRequests,
  MESSAGE_MAX_BYTES,
  type RequestName,
  requests,
} from '@ottogi/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { opus, vp8 } from './testing/rtp.ts';
import type { TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';
import { UNLIMITED } from './testing/unlimited.ts';

const DTLS = { fingerprints: [{ algorithm: 'sha-256' as const, value: 'AA:BB' }] };
const NAMES = Object.keys(requests) as RequestName[];

/** Data that fits the schema of each request, its ids apart. */
const FITTING: Record<RequestName, Record<string, unknown>> = {
  join: {
    room: 'other',
    name: 'Mallory',
    rtpCapabilities: {},
    view: {},
    mesh: true,
    topologyRule: 'sfu',
  },
  leave: {},
  stopWaiting: {},
  updatePeer: { deafened: true, handRaised: true },
  react: { emoji: '👋' },
  renewMedia: {},
  settleMedia: { mediaId: 'x', shows: true },
  signalLink: {
    linkId: 'x',
    signal: { kind: 'description', description: { type: 'offer', sdp: 'v=0' } },
  },
  reportLink: { linkId: 'x', state: 'connected', relayed: false },
  reportSpeaking: { speaking: true },
  restartIce: { transportId: 'x' },
  connectTransport: { transportId: 'x', dtlsParameters: DTLS },
  produce: {
    mediaId: 'x',
    source: 'screen',
    rtpParameters: vp8(),
    paused: false,
    layerHeights: [720],
  },
  closeProducer: { producerId: 'x' },
  pauseProducer: { producerId: 'x' },
  resumeProducer: { producerId: 'x' },
  subscribe: { peerId: 'x', source: 'camera' },
  unsubscribe: { peerId: 'x', source: 'camera' },
  configureConsumers: { consumers: [{ consumerId: 'x', paused: true, spatialLayer: 0 }] },
  setDownlink: { downlink: 'mix' },
  settleDownlink: { downlink: 'mix' },
  produceMix: { mediaId: 'x', source: 'mix', forPeerId: 'x', rtpParameters: vp8() },
  getSnapshot: {},
  openProbe: { protocol: 'udp' },
  connectProbe: { transportId: 'x', dtlsParameters: DTLS },
  closeProbe: { transportId: 'x' },
  createRoom: {
    name: 'other',
    topic: 'a',
    password: 'b',
    peerLimit: 3,
    lobby: true,
    topologyRule: 'sfu',
    encrypted: false,
  },
  updateRoom: {
    roomId: 'x',
    name: 'a',
    topic: 'a',
    password: 'b',
    peerLimit: 3,
    position: 1,
    locked: true,
    lobby: true,
    topologyRule: 'auto',
  },
  produceData: { mediaId: 'x', stream: { streamId: 0, ordered: true } },
  deleteRoom: { roomId: 'x' },
  mutePeer: { roomId: 'x', peerId: 'x', source: 'camera' },
  removePerson: { roomId: 'x', personId: 'x' },
  ban: { roomId: 'x', personId: 'x', forMs: 1000 },
  unban: { roomId: 'x', personId: 'x' },
  getBans: { roomId: 'x' },
  admit: { roomId: 'x', knockId: 'x' },
  refuse: { roomId: 'x', knockId: 'x' },
  setModerator: { roomId: 'x', personId: 'x', moderates: true },
  handOn: { roomId: 'x', personId: 'x' },
  updatePerson: { name: 'Mallory', hue: 1 },
  setFavourite: { roomId: 'x', favourite: true },
  markRead: { roomId: 'x', messageSeq: 1 },
  openChat: { roomId: 'x', password: 'p', limit: 1, since: 0 },
  closeChat: { roomId: 'x' },
  sendMessage: { roomId: 'x', messageId: 'x', text: 'a', replyTo: 1, fileIds: ['x'] },
  editMessage: { roomId: 'x', messageSeq: 1, text: 'a' },
  deleteMessage: { roomId: 'x', messageSeq: 1 },
  getMessages: { roomId: 'x', from: 1, direction: 'before', limit: 1 },
  searchMessages: { roomId: 'x', text: 'a', before: 1, limit: 1 },
  createUpload: { roomId: 'x', name: 'a', sizeBytes: 1 },
  startRecording: { roomId: 'x', kind: 'sources' },
  stopRecording: { roomId: 'x' },
  getRecordings: { roomId: 'x' },
  deleteRecording: { roomId: 'x', recordingId: 'x' },
  sendKeys: { messages: [{ peerId: 'x', payload: 'x' }] },
};

/** Requests without a field that must be there. */
const ALL_OPTIONAL: RequestName[] = ['updatePeer', 'updatePerson'];

/** What each request answers where there is no call, and no room, message or probe of that id. */
const OUT_OF_ORDER: Partial<Record<RequestName, ErrorDocument['code']>> = {
  ...Object.fromEntries(
    NAMES.filter(
      (name) => name in callRequests || name in mediaRequests || name in topologyRequests,
    ).map((name) => [name, 'notJoined']),
  ),
  join: undefined,
  getSnapshot: undefined,
  stopWaiting: undefined,
  connectProbe: 'notFound',
  closeProbe: 'notFound',
  ...Object.fromEntries(
    NAMES.filter((name) => 'roomId' in FITTING[name]).map((name) => [name, 'notFound']),
  ),
  closeChat: undefined,
};
const WITH_FIELDS = NAMES.filter((name) => Object.keys(FITTING[name]).length > 0);

let deep: unknown = 'x';
for (let depth = 0; depth < 1000; depth += 1) deep = [deep];

/** What most fields of most requests are not. */
const WRONG_VALUES: [string, unknown][] = [
  ['null', null],
  ['a number', 2 ** 53],
  ['an array', [1, 2]],
  ['a deep array', deep],
  ['an empty string', ''],
  ['a long string', 'x'.repeat(10_000)],
  ['half a surrogate pair', '\uD83D'],
];

let server: TestServer;
let ada: TestClient;
let mallory: TestClient;
let baseline: object;
let foreign: { peerId: string; transportId: string; producerId: string };

// One server for all of it: whatever one test sends, the next one finds it as it was.
beforeAll(async () => {
  server = await TestServer.start({}, UNLIMITED);
  ada = await server.connect();
  const ack = await ada.join('lounge', 'Ada');
  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'camera', rtpParameters: vp8() }),
  );
  foreign = { peerId: ack.peerId, transportId: ack.sendTransport.transportId, producerId };
  baseline = await standing();
});

/** All that there is, but for what somebody watches: that falls a while after they are gone. */
async function standing(): Promise<object> {
  const { producers, ...others } = await server.state();
  return {
    ...others,
    producers: producers.map(({ wantedLayer: _wanted, ...producer }) => producer),
  };
}

beforeEach(async () => {
  mallory = await server.connect();
});

afterEach(async () => {
  // Whatever was sent: the others' call goes on, and the collections are as they were.
  mallory.close();
  await expect.poll(standing).toEqual(baseline);
  const { call, rooms } = await ada.ask('getSnapshot', {});
  expect(call?.producers).toHaveLength(1);
  expect(rooms).toHaveLength(1);
});

afterAll(() => server.close());

describe.each(NAMES)('%s', (name) => {
  test('data that is no object is refused', async () => {
    for (const data of [undefined, null, 7, 'x', true, [], Buffer.from('x')]) {
      expect(await mallory.errorOf(name, data)).toBe('invalidRequest');
    }
  });

  test('without an acknowledgement callback it is refused, and nothing is done', async () => {
    mallory.socket.emit(name, FITTING[name]);
    expect(await mallory.next('requestRejected')).toMatchObject({
      request: name,
      error: { code: 'ackMissing' },
    });
  });

  test('too much is refused', async () => {
    const data = { ...FITTING[name], extra: 'x'.repeat(MESSAGE_MAX_BYTES) };
    expect(await mallory.errorOf(name, data)).toBe('messageTooLarge');
  });
});

describe.each(WITH_FIELDS)('%s', (name) => {
  test.each(Object.keys(FITTING[name]))('a wrong %s is refused and named', async (field) => {
    const schema: Record<string, z.ZodType> = requests[name].data.shape;
    // Null takes a password away, and a topic may be empty: not every value is wrong everywhere.
    const wrong = WRONG_VALUES.filter(([, value]) => !schema[field]?.safeParse(value).success);
    expect(wrong.length).toBeGreaterThan(3);
    for (const [what, value] of wrong) {
      const ack = await mallory.raw(name, { ...FITTING[name], [field]: value });
      expect(ack, what).toMatchObject({ ok: false, error: { code: 'invalidRequest' } });
      const { details } = (ack as { error: ErrorDocument }).error;
      expect(details?.[0]?.path.split('.')[0], what).toBe(field);
    }
  });

  test('binary in a field is refused', async () => {
    for (const field of Object.keys(FITTING[name])) {
      const data = { ...FITTING[name], [field]: Buffer.from('binary') };
      expect(await mallory.errorOf(name, data), field).toBe('invalidRequest');
    }
  });

  test.skipIf(ALL_OPTIONAL.includes(name))('a missing field is refused', async () => {
    expect(await mallory.errorOf(name, {})).toBe('invalidRequest');
  });
});

test.each(Object.entries(OUT_OF_ORDER).filter(([, code]) => code !== undefined))(
  '%s out of order, or of nothing that there is, is refused: %s',
  async (name, code) => {
    expect(await mallory.errorOf(name, FITTING[name as RequestName])).toBe(code);
  },
);

test('an event that is no name is refused, with and without an ack', async () => {
  expect(await mallory.errorOf(7 as unknown as string, {})).toBe('unknownRequest');
  mallory.socket.emit(7 as unknown as string, {});
  expect(await mallory.next('requestRejected')).toMatchObject({ request: '7' });
});

test('names of no request are refused', async () => {
  for (const name of ['nonsense', '__proto__', 'constructor', 'toString', 'x'.repeat(1000)]) {
    expect(await mallory.errorOf(name, {})).toBe('unknownRequest');
  }
});

test("somebody else's ids are as good as none", async () => {
  await mallory.join('elsewhere', 'Mallory');
  const { peerId, transportId, producerId } = foreign;
  const connect = { transportId, dtlsParameters: DTLS };
  expect(await mallory.errorOf('connectTransport', connect)).toBe('notFound');
  expect(await mallory.errorOf('closeProducer', { producerId })).toBe('notFound');
  expect(await mallory.errorOf('pauseProducer', { producerId })).toBe('notFound');
  expect(await mallory.errorOf('resumeProducer', { producerId })).toBe('notFound');
  expect(await mallory.errorOf('subscribe', { peerId, source: 'camera' })).toBe('notFound');
  expect(await mallory.errorOf('unsubscribe', { peerId, source: 'camera' })).toBe('notFound');
});

test('what is closed is not found, and what is done is not done twice', async () => {
  const { sendTransport, peerId } = await mallory.join('elsewhere', 'Mallory');
  const { transportId } = sendTransport;
  const fingerprints = [{ algorithm: 'sha-256' as const, value: 'AB:'.repeat(31) + 'AB' }];
  const connect = { transportId, dtlsParameters: { fingerprints } };
  await mallory.ask('connectTransport', connect);
  expect(await mallory.errorOf('connectTransport', connect)).toBe('wrongState');

  const produce = mallory.producing({ source: 'microphone', rtpParameters: opus() });
  const { producerId } = await mallory.ask('produce', produce);
  expect(await mallory.errorOf('produce', produce)).toBe('sourceTaken');
  await mallory.ask('closeProducer', { producerId });
  expect(await mallory.errorOf('closeProducer', { producerId })).toBe('notFound');

  await mallory.ask('leave', {});
  expect(await mallory.errorOf('leave', {})).toBe('notJoined');
  await mallory.join('elsewhere', 'Mallory');
  expect(await mallory.errorOf('connectTransport', connect)).toBe('notFound');
  // Meant for the call of before.
  expect(await mallory.errorOf('produce', produce)).toBe('notFound');
  expect(await mallory.errorOf('subscribe', { peerId, source: 'camera' })).toBe('notFound');
});

test('media parameters that mediasoup refuses cost their sender an error', async () => {
  await mallory.join('elsewhere', 'Mallory');
  const refused = [
    { ...opus(), codecs: [{ mimeType: 'audio/nonsense', payloadType: 100, clockRate: 48_000 }] },
    vp8(),
  ];
  for (const rtpParameters of refused) {
    const produce = mallory.producing({ source: 'microphone', rtpParameters });
    expect(await mallory.errorOf('produce', produce)).toBe('mediaRejected');
  }
  // A source that was refused is not taken.
  await mallory.ask('produce', mallory.producing({ source: 'microphone', rtpParameters: opus() }));
});

test.each([
  { rtcp: { cname: 'x\r\nm=garbage' } },
  { msid: 'x\r\na=candidate:1' },
  { mid: '0\na=x' },
  { codecs: [{ ...opus().codecs[0], parameters: { 'x\r\na=y': 1 } }] },
  { codecs: [{ ...opus().codecs[0], parameters: { useinbandfec: '1\r\na=y' } }] },
])('a line break in %j would be a line in the SDP of others, and is refused', async (wrong) => {
  await mallory.join('lounge', 'Mallory');
  const rtpParameters = { ...opus(), ...wrong } as ReturnType<typeof opus>;
  const produce = mallory.producing({ source: 'microphone', rtpParameters });
  expect(await mallory.errorOf('produce', produce)).toBe('invalidRequest');
});

test.each([
  { which: 'over a router', mesh: false },
  { which: 'past it', mesh: true },
])('capabilities that mediasoup refuses end a join $which, not the pictures', async ({ mesh }) => {
  const codec = { kind: 'audio', mimeType: 'opus', preferredPayloadType: 100, clockRate: 48_000 };
  const join = { room: 'mine', name: 'Mallory', mesh, rtpCapabilities: { codecs: [codec] } };
  expect(await mallory.errorOf('join', join)).toBe('mediaRejected');
});

test('one who can receive nothing joins all the same, and is sent nothing', async () => {
  const ack = await mallory.raw('join', { room: 'lounge', name: 'Mallory', rtpCapabilities: {} });
  expect(ack).toMatchObject({ ok: true, data: { media: { consumers: [] } } });
});

test('a message beyond all bounds closes its own connection', async () => {
  const gone = new Promise((resolve) => {
    mallory.socket.once('disconnect', resolve);
  });
  mallory.socket.emit('join', { name: 'x'.repeat(3 * MESSAGE_MAX_BYTES) }, () => undefined);
  await gone;
});

test('any other page than the own one is refused', async () => {
  const refused = server.connect({ origin: 'https://evil.example' });
  await expect(refused).rejects.toThrow();
  const own = await server.connect({ origin: server.url });
  own.close();
});

test('too many joins at once are refused, and none is run for one who is gone', async () => {
  const watcher = await server.connect();
  const joins = Array.from({ length: 50 }, (_, index) =>
    mallory.errorOf('join', { ...FITTING.join, room: `room ${index}` }).catch(() => 'gone'),
  );
  await mallory.socket.timeout(5_000).emitWithAck('getSnapshot', {});
  mallory.close();
  expect(await Promise.all(joins)).toContain('tooManyRequests');
  await expect.poll(standing).toEqual(baseline);
  const entered = watcher.received.filter(({ name }) => name === 'peerJoined');
  expect(entered.length).toBeLessThan(10);
});

test('a client of another version is told so', async () => {
  for (const auth of [null, {}, { protocolVersion: 999 }, { protocolVersion: '1' }]) {
    await expect(server.connect({ auth })).rejects.toMatchObject({
      data: { code: 'protocolMismatch' },
    });
  }
});

test('requests of one session at once do not trip over each other', async () => {
  const joins = ['a', 'b', 'c', 'd'].map((room) => mallory.join(room, 'Mallory'));
  const acks = await Promise.all(joins);
  const { peers } = await server.state();
  expect(peers.filter(({ name }) => name === 'Mallory')).toMatchObject([
    { peerId: acks[3]?.peerId },
  ]);
  const produce = () =>
    mallory.errorOf(
      'produce',
      mallory.producing({ source: 'camera', rtpParameters: vp8(), paused: true }),
    );
  const results = await Promise.all([produce(), produce(), produce()]);
  expect(results.sort()).toEqual(['no error', 'sourceTaken', 'sourceTaken']);
});
