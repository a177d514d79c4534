/** Rooms that are encrypted from end to end, as far as the server has to do with them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from './limits/limits.ts';
import { joining, type TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';

const ADA = 'a'.repeat(22);
const BEN = 'b'.repeat(22);

let server: TestServer;
let ada: TestClient;
let ben: TestClient;

beforeEach(async () => {
  server = await TestServer.start();
  ada = await server.connect({ secret: ADA });
  ben = await server.connect();
});

afterEach(() => server.close());

const encrypting = (room: string) => joining(room, { encrypted: true });

test('a room is made encrypted, says so to everybody, and stays so', async () => {
  const { room } = await ada.ask('createRoom', { name: 'Vault', encrypted: true });
  expect(room.encrypted).toBe(true);
  expect((await ben.next('roomOpened')).room.encrypted).toBe(true);
  expect((await ada.ask('createRoom', { name: 'Hall' })).room.encrypted).toBe(false);
  // There is no way to change it; what a schema does not know is not there.
  const change = { roomId: room.roomId, topic: 'x', encrypted: false };
  expect((await ada.ask('updateRoom', change)).room.encrypted).toBe(true);
  await server.restart();
  const { rooms } = (await server.connect()).welcome;
  const encrypted = new Map(rooms.map((each) => [each.name, each.encrypted]));
  expect(encrypted).toEqual(new Map(Object.entries({ Vault: true, Hall: false })));
});

test('whoever encrypts enters no other room than an encrypted one, and nobody else enters that', async () => {
  await ada.ask('createRoom', { name: 'Vault', encrypted: true });
  await ada.ask('createRoom', { name: 'Hall' });
  expect(await ben.errorOf('join', joining('Vault'))).toBe('encryptedRoom');
  expect(await ben.errorOf('join', encrypting('Hall'))).toBe('notEncrypted');
  await ben.ask('join', encrypting('Vault'));
  const { rooms } = await server.state();
  expect(rooms).toMatchObject([{ name: 'Vault', encrypted: true }]);
});

test('a join opens an encrypted room too, and finds it again after a restart', async () => {
  const { resumeToken, roomId } = await ada.ask('join', encrypting('Attic'));
  expect((await ben.next('roomOpened')).room).toMatchObject({ encrypted: true, stored: false });
  await server.restart();
  ada = await server.connect({ secret: ADA });
  const again = await ada.ask('join', { ...encrypting('Attic'), resumeToken });
  expect(again.roomId).toBe(roomId);
  ben = await server.connect();
  expect(ben.welcome.rooms).toMatchObject([{ roomId, encrypted: true }]);
  // What it is entered with is what it is taken up with.
  ada.socket.io.engine.close();
  ada = await server.connect({ secret: ADA });
  const { resumeToken: newer } = again;
  expect(await ada.errorOf('join', { ...joining('Attic'), resumeToken: newer })).toBe(
    'encryptedRoom',
  );
});

test('an encrypted room goes over the server: links and a mix are refused, with the reason', async () => {
  for (const topologyRule of ['mesh', 'mcu'] as const) {
    const about = { encrypted: true, topologyRule };
    expect(await ada.errorOf('createRoom', { name: 'Vault', ...about })).toBe('encryptedTopology');
    expect(await ada.errorOf('join', joining('Vault', about))).toBe('encryptedTopology');
  }
  const vault = { name: 'Vault', encrypted: true, topologyRule: 'sfu' } as const;
  const { room } = await ada.ask('createRoom', vault);
  const { roomId } = room;
  for (const topologyRule of ['mesh', 'mcu'] as const) {
    expect(await ada.errorOf('updateRoom', { roomId, topologyRule })).toBe('encryptedTopology');
  }
  // Two who could connect directly, in a room that is free to let them.
  await ada.ask('updateRoom', { roomId, topologyRule: 'auto' });
  for (const client of [ada, ben]) {
    await client.ask('join', joining('Vault', { encrypted: true, mesh: true }));
  }
  server.clock.advance(3_000);
  expect(await ada.errorOf('setDownlink', { downlink: 'mix' })).toBe('encryptedRoom');
  expect((await ada.ask('renewMedia', {})).by).toBe('router');
  expect((await server.state()).rooms).toMatchObject([{ topology: 'sfu', encrypted: true }]);
  for (const client of [ada, ben]) {
    expect(client.received.filter(({ name }) => name === 'topologyChanging')).toEqual([]);
  }
});

test('whoever entered one by a link that asks for another topology finds it again after a restart', async () => {
  const { roomId } = await ada.ask('join', encrypting('Attic'));
  const asking = joining('Attic', { encrypted: true, topologyRule: 'mesh' });
  ben = await server.connect({ secret: BEN });
  const { resumeToken } = await ben.ask('join', asking);
  await server.restart();
  ben = await server.connect({ secret: BEN });
  const again = await ben.ask('join', { ...asking, resumeToken });
  expect(again).toMatchObject({ roomId, media: { by: 'router' } });
});

test('where the host wants links, encrypted rooms go over the server all the same', async () => {
  const meshed = await TestServer.start({ OTTOGI_TOPOLOGY: 'mesh' });
  try {
    const cem = await meshed.connect();
    const { room } = await cem.ask('createRoom', { name: 'Vault', encrypted: true });
    expect(room).toMatchObject({ topologyRule: 'auto', topology: 'sfu' });
    const { media } = await cem.ask('join', joining('Attic', { encrypted: true, mesh: true }));
    expect(media.by).toBe('router');
  } finally {
    await meshed.close();
  }
});

test('nobody records an encrypted room', async () => {
  const { roomId } = await ada.ask('join', encrypting('Vault'));
  expect(await ada.errorOf('startRecording', { roomId })).toBe('encryptedRoom');
});

test('messages about keys reach those whom they are for, in order, and nobody else', async () => {
  const cem = await server.connect();
  const { peerId: adaId, roomId } = await ada.ask('join', encrypting('Vault'));
  const { peerId: benId } = await ben.ask('join', encrypting('Vault'));
  await cem.ask('join', encrypting('Vault'));
  const messages = ['one', 'two'].map((payload) => ({ peerId: benId, payload }));
  await ada.ask('sendKeys', { messages: [...messages, { peerId: 'nobody', payload: 'x' }] });
  expect(await ben.next('keysSent')).toEqual({ roomId, peerId: adaId, payload: 'one' });
  expect(await ben.next('keysSent')).toEqual({ roomId, peerId: adaId, payload: 'two' });
  // What was sent to somebody is before what they are asked next.
  await cem.ask('getSnapshot', {});
  expect(cem.received.filter(({ name }) => name === 'keysSent')).toEqual([]);
});

test('they stay in their call, are bounded in size and number, and are for encrypted rooms alone', async () => {
  const sending = (peerId: string, payload = 'x') => ({ messages: [{ peerId, payload }] });
  expect(await ada.errorOf('sendKeys', sending('x'))).toBe('notJoined');
  const { peerId } = await ada.join('Hall');
  expect(await ada.errorOf('sendKeys', sending(peerId))).toBe('notEncrypted');
  const { peerId: benId } = await ben.ask('join', encrypting('Vault'));
  await ada.ask('join', encrypting('Attic'));
  await ada.ask('sendKeys', sending(benId));
  await ben.ask('getSnapshot', {});
  expect(ben.received.filter(({ name }) => name === 'keysSent')).toEqual([]);
  for (const payload of ['', 'a b', 'x'.repeat(1_025)]) {
    expect(await ada.errorOf('sendKeys', sending(benId, payload))).toBe('invalidRequest');
  }
  const many = { messages: Array.from({ length: 100 }, () => ({ peerId: benId, payload: 'x' })) };
  const times = Math.ceil(LIMITS.session.keyMessages.burst / 100) + 2;
  const answers = await Promise.all(
    Array.from({ length: times }, () => ada.errorOf('sendKeys', many)),
  );
  expect(answers).toContain('tooManyRequests');
});
