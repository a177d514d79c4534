import {
  type Ack,
  type AckData,
  PROTOCOL_VERSION,
  type RequestName,
  requests,
} from '@ottogi/protocol';
import { io, type Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import { seeAndHearEachOther } from './scenarios/together.ts';
import { ProxyWithoutWebSocket } from './support/ProxyWithoutWebSocket.ts';
import { useStage } from './support/Stage.ts';

const stage = useStage();

test('a refused microphone and camera are said in words, and one is in the room all the same', async () => {
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await ben.turnOn('camera', 'microphone');
  const ada = await stage.arriveIn('Lounge', 'Ada', { prompts: 'deny' });
  await ada.press('Microphone');
  await ada.shows('The browser does not let Ottogi use your microphone');
  await ada.shows('allow the microphone, then click the button again');
  await ada.press('Camera');
  await ada.shows('The browser does not let Ottogi use your camera');
  await Promise.all([ada.sees(ben), ada.hears(ben), ben.isWith(ada)]);
});

test('a missing microphone and camera are said in words, and one is in the room all the same', async () => {
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await ben.turnOn('camera', 'microphone');
  const ada = await stage.arriveIn('Lounge', 'Ada', { camera: null });
  await ada.press('Camera');
  await ada.shows('No camera was found');
  await ada.press('Microphone');
  await ada.shows('No microphone was found');
  await Promise.all([ada.sees(ben), ada.hears(ben), ben.isWith(ada)]);
});

test('where the page is not secure it says so, and one watches and hears all the same', async () => {
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await ben.turnOn('camera', 'microphone');
  const ada = await stage.arriveIn('Lounge', 'Ada', {
    flags: ['--host-resolver-rules=MAP ottogi.test 127.0.0.1'],
    origin: `http://ottogi.test:${stage.server.port}`,
  });
  await ada.press('Microphone');
  await ada.shows('Browsers give no microphone, camera or screen to this address');
  await ada.shows('Open this page by its https:// address');
  await Promise.all([ada.sees(ben), ada.hears(ben)]);
});

test('where WebSocket is blocked, a call goes by long polling', async () => {
  const proxy = await ProxyWithoutWebSocket.open(stage.server.url);
  stage.alsoClose(proxy);
  const ada = await stage.arriveIn('Lounge', 'Ada', { origin: proxy.url });
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
  await ben.turnOff('camera');
  await ada.seesNoPictureOf(ben);
  await ada.leave();
  await ben.isWith();
  expect(proxy.refused).toBeGreaterThan(0);
});

test('where UDP is blocked, media goes by TCP', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada', {
    flags: ['--webrtc-ip-handling-policy=disable_non_proxied_udp'],
  });
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
  const { peers, transports } = await stage.server.state();
  const own = peers.find(({ name }) => name === 'Ada')?.peerId;
  const tuples = transports.filter(({ peerId }) => peerId === own).map(({ tuple }) => tuple);
  expect(tuples).toEqual([expect.stringMatching(/^tcp/), expect.stringMatching(/^tcp/)]);
  await ada.shows('UDP is blocked here, so it goes by TCP');
});

test('whatever nonsense others send, a call goes on', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada');
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
  const { pid } = stage.server;
  const before = await stage.server.state();

  const socket = await connect(stage.server.url);
  stage.alsoClose(socket);
  await breakInsideMediasoup(socket);
  await ask(socket, 'leave', {});
  await Promise.all([sendNonsense(stage.server.url), seeAndHearEachOther(ada, ben)]);
  await Promise.all([ada.sees(ben), ada.hears(ben), ben.sees(ada), ben.hears(ada)]);

  expect(stage.server.pid).toBe(pid);
  expect(stage.server.isAlive).toBe(true);
  socket.disconnect();
  await seeAndHearEachOther(ada, ben);
  const after = await stage.server.state();
  expect(after.peers.map(({ peerId }) => peerId)).toEqual(before.peers.map(({ peerId }) => peerId));
  expect(after.producers.map(({ producerId }) => producerId)).toEqual(
    before.producers.map(({ producerId }) => producerId),
  );
});

/** A session without a page. */
async function connect(url: string): Promise<Socket> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { protocolVersion: PROTOCOL_VERSION },
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', reject);
  });
  return socket;
}

async function ask(socket: Socket, request: string, ...data: unknown[]): Promise<Ack<unknown>> {
  return (await socket.timeout(10_000).emitWithAck(request, ...data)) as Ack<unknown>;
}

/**
 * Every request, and names that are none, with everything that does not belong there: each from a
 * connection of its own, for one that sends so much is told to wait, and then cut off.
 */
async function sendNonsense(url: string): Promise<void> {
  const deep = JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown;
  const nonsense = [
    undefined,
    null,
    0,
    'join',
    [],
    { room: {}, name: ['Ada'] },
    { transportId: '__proto__', dtlsParameters: { fingerprints: [] } },
    { producerId: 'constructor' },
    { peerId: '../..', source: 'toString' },
    Buffer.from('binary'),
    deep,
    { room: 'x'.repeat(100_000), name: 'Ada' },
  ];
  const names = [...Object.keys(requests), 'noSuchRequest', '__proto__', 'constructor', 'toString'];
  for (const name of names) {
    const socket = await connect(url);
    for (const data of nonsense) {
      const answer = await ask(socket, name, data);
      // Some requests need no data, so nonsense is as good as nothing there.
      if (!needsNothing(name)) expect(answer.ok, name).toBe(false);
      if (!answer.ok) expect(answer.error.code, name).not.toBe('internal');
    }
    socket.emit(name, 'without an acknowledgement');
    socket.disconnect();
  }
}

function needsNothing(name: string): boolean {
  return Object.hasOwn(requests, name) && requests[name as RequestName].data.safeParse({}).success;
}

/** Well-formed requests that fail where only mediasoup can tell. */
async function breakInsideMediasoup(socket: Socket): Promise<void> {
  const joined = await ask(socket, 'join', { room: 'Lounge', name: 'Mal', rtpCapabilities: {} });
  if (!joined.ok) throw new Error(`could not join: ${joined.error.message}`);
  const { media } = joined.data as AckData<'join'>;
  if (media.by !== 'router') throw new Error('this room goes over no router');
  const { mediaId, sendTransport } = media;
  const codec = { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 };
  const broken = [
    { codecs: [{ ...codec, mimeType: 'video/NoSuchCodec' }], encodings: [{ ssrc: 1 }] },
    { codecs: [{ ...codec, mimeType: 'nonsense' }], encodings: [{ ssrc: 1 }] },
    { codecs: [codec], encodings: [] },
    { codecs: [codec], encodings: [{ ssrc: 1, codecPayloadType: 127 }] },
    { codecs: [codec, codec], encodings: [{ ssrc: 2, rtx: { ssrc: 2 } }] },
  ];
  for (const rtpParameters of broken) {
    const answer = await ask(socket, 'produce', { mediaId, source: 'camera', rtpParameters });
    expect(answer).toMatchObject({ ok: false, error: { code: 'mediaRejected' } });
  }
  const fingerprints = [{ algorithm: 'sha-256', value: '00' }];
  const connection = { ...sendTransport, dtlsParameters: { role: 'client', fingerprints } };
  await ask(socket, 'connectTransport', connection);
  const again = await ask(socket, 'connectTransport', connection);
  expect(again).toMatchObject({ ok: false, error: { code: 'wrongState' } });
}
