import { afterEach, beforeEach, expect, test } from 'vitest';
import { joining, type TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';
import { UNLIMITED } from './testing/unlimited.ts';

const ADA = 'ada-has-a-secret-of-128-bits';
const EVE = 'eve-has-a-secret-of-128-bits';

let server: TestServer;
let ada: TestClient;
let eve: TestClient;

beforeEach(async () => {
  server = await TestServer.start({ OTTOGI_MAX_ROOMS: '3' });
  ada = await server.connect({ secret: ADA });
  eve = await server.connect({ secret: EVE });
});

afterEach(() => server.close());

test('a room that is made stays, also over a restart, with everything that it is', async () => {
  const { room } = await ada.ask('createRoom', { name: 'Lounge', topic: '잡담', peerLimit: 5 });
  expect(await eve.next('roomOpened')).toEqual({ room: { ...room, peers: [] } });
  await server.restart();
  const again = await server.connect({ secret: EVE });
  expect(again.welcome.rooms).toEqual([{ ...room, peers: [] }]);
  expect(room).toMatchObject({
    topic: '잡담',
    peerLimit: 5,
    hasPassword: false,
    stored: true,
    ownerId: ada.welcome.person.personId,
  });
});

test('a room that a link opened goes with its last peer', async () => {
  await ada.join('Corridor');
  expect(await eve.next('roomOpened')).toMatchObject({ room: { stored: false } });
  await ada.ask('leave', {});
  await eve.next('roomClosed');
  expect((await eve.ask('getSnapshot', {})).rooms).toEqual([]);
});

test('a room that a link opened stays once something was said in it', async () => {
  const { roomId } = await ada.join('Corridor');
  await ada.ask('sendMessage', { roomId, messageId: 'a', text: 'hello' });
  expect(await eve.next('roomChanged')).toMatchObject({ room: { roomId, stored: true } });
  await ada.ask('leave', {});
  expect((await eve.ask('getSnapshot', {})).rooms).toMatchObject([{ roomId, lastMessageSeq: 1 }]);
});

test('only its owner changes a room, and everybody hears of it', async () => {
  const { room } = await ada.ask('createRoom', { name: 'Lounge' });
  const { roomId } = room;
  expect(await eve.errorOf('updateRoom', { roomId, topic: 'mine now' })).toBe('forbidden');
  expect(await eve.errorOf('deleteRoom', { roomId })).toBe('forbidden');
  expect(await eve.errorOf('getBans', { roomId })).toBe('forbidden');
  await ada.ask('updateRoom', { roomId, name: 'Salon', topic: 'tea', position: 0.5 });
  expect(await eve.next('roomChanged')).toEqual({
    room: { ...room, name: 'Salon', topic: 'tea', position: 0.5 },
  });
  expect((await eve.join('salon')).roomId).toBe(roomId);
  // The former name is free again.
  await ada.ask('createRoom', { name: 'Lounge' });
});

test('two rooms cannot have one name, whatever its case or width', async () => {
  const made = await Promise.all([
    ada.raw('createRoom', { name: 'Lounge' }),
    eve.raw('createRoom', { name: 'ＬＯＵＮＧＥ' }),
  ]);
  expect(made.map(({ ok }) => ok)).toEqual([true, false]);
  expect(made[1]).toMatchObject({ error: { code: 'roomExists' } });
  const { room } = await ada.ask('createRoom', { name: 'Salon' });
  expect(await ada.errorOf('updateRoom', { roomId: room.roomId, name: 'lounge' })).toBe(
    'roomExists',
  );
  // Another spelling of its own name is fine.
  await ada.ask('updateRoom', { roomId: room.roomId, name: 'SALON' });
});

test('as many rooms are kept as the server has places for', async () => {
  for (const name of ['a', 'b', 'c']) await ada.ask('createRoom', { name });
  expect(await ada.errorOf('createRoom', { name: 'd' })).toBe('tooManyRooms');
  // One that goes by itself takes nobody's place, and cannot be made to stay.
  const { roomId } = await eve.join('d');
  const message = { roomId, messageId: 'm', text: 'hello' };
  expect(await eve.errorOf('sendMessage', message)).toBe('tooManyRooms');
  const { rooms } = await ada.ask('getSnapshot', {});
  await ada.ask('deleteRoom', { roomId: rooms.find(({ name }) => name === 'a')!.roomId });
  await eve.ask('sendMessage', message);
});

test('nobody takes every place', async () => {
  const roomy = await TestServer.start({ OTTOGI_MAX_ROOMS: '1000' }, UNLIMITED);
  const greedy = await roomy.connect({ secret: EVE });
  const made = Array.from({ length: 60 }, (_, index) => index);
  await Promise.all(made.map((index) => greedy.ask('createRoom', { name: `a${index}` })));
  const more = await Promise.all(
    made.map((index) => greedy.errorOf('createRoom', { name: `b${index}` })),
  );
  expect(more.filter((code) => code === 'tooManyRooms')).toHaveLength(20);
  await (await roomy.connect({ secret: ADA })).ask('createRoom', { name: 'c' });
  await roomy.close();
});

test('whoever guesses a password has to wait', async () => {
  await ada.ask('createRoom', { name: 'Vault', password: 'open sesame' });
  const guesses = Array.from({ length: 7 }, (_, index) =>
    eve.errorOf('join', joining('Vault', { password: `guess ${index}` })),
  );
  expect((await Promise.all(guesses)).filter((code) => code === 'tooManyRequests')).toHaveLength(2);
  expect(await eve.errorOf('join', joining('Vault', { password: 'open sesame' }))).toBe(
    'tooManyRequests',
  );
  // It is nobody else's fault.
  const friend = await server.connect();
  await friend.ask('join', joining('Vault', { password: 'open sesame' }));
});

test('a password is asked for, once a session, and again when it changes', async () => {
  const { room } = await ada.ask('createRoom', { name: 'Vault', password: 'open sesame' });
  const { roomId } = room;
  expect(room.hasPassword).toBe(true);
  expect(JSON.stringify((await eve.ask('getSnapshot', {})).rooms)).not.toMatch(/sesame|scrypt/);
  expect(await eve.errorOf('join', joining('Vault'))).toBe('passwordRequired');
  expect(await eve.errorOf('join', joining('Vault', { password: 'x' }))).toBe('wrongPassword');
  expect(await eve.errorOf('getMessages', { roomId, from: 1, direction: 'after' })).toBe(
    'passwordRequired',
  );
  await eve.ask('join', joining('Vault', { password: 'open sesame' }));
  await eve.ask('openChat', { roomId });
  await eve.ask('leave', {});
  await eve.ask('join', joining('Vault'));
  await ada.ask('updateRoom', { roomId, password: 'another' });
  expect(await eve.next('chatClosed')).toEqual({ roomId, reason: 'passwordChanged' });
  await eve.ask('leave', {});
  expect(await eve.errorOf('join', joining('Vault'))).toBe('passwordRequired');
  // Its owner needs none.
  await ada.ask('join', joining('Vault'));
});

test('a full room lets nobody else in, and whoever leaves makes place', async () => {
  await ada.ask('createRoom', { name: 'Booth', peerLimit: 1 });
  await ada.join('Booth');
  expect(await eve.errorOf('join', joining('Booth'))).toBe('roomFull');
  await ada.ask('leave', {});
  const both = await Promise.all([
    ada.raw('join', joining('Booth')),
    eve.raw('join', joining('Booth')),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test('whoever is banned is removed, and stays out also after a restart', async () => {
  const { room } = await ada.ask('createRoom', { name: 'Lounge' });
  const { roomId } = room;
  const { personId } = eve.welcome.person;
  const { peerId } = await eve.join('Lounge', 'Eve');
  await eve.ask('openChat', { roomId });
  expect(await eve.errorOf('ban', { roomId, personId })).toBe('forbidden');
  await ada.ask('ban', { roomId, personId });
  expect(await eve.next('callClosed')).toEqual({ peerId, reason: 'banned' });
  expect(await eve.next('chatClosed')).toEqual({ roomId, reason: 'banned' });
  expect(await eve.errorOf('join', joining('Lounge'))).toBe('banned');
  await server.restart();
  [ada, eve] = [await server.connect({ secret: ADA }), await server.connect({ secret: EVE })];
  expect(await eve.errorOf('openChat', { roomId })).toBe('banned');
  const { bans } = await ada.ask('getBans', { roomId });
  expect(bans).toMatchObject([{ personId, name: 'Eve', until: null }]);
  await ada.ask('unban', { roomId, personId });
  expect(await ada.errorOf('unban', { roomId, personId })).toBe('notFound');
  await eve.join('Lounge', 'Eve');
});

test('a deleted room ends its call and its chat, and is gone for good', async () => {
  const { room } = await ada.ask('createRoom', { name: 'Lounge' });
  const { roomId } = room;
  const { peerId } = await eve.join('Lounge');
  await eve.ask('openChat', { roomId });
  await eve.ask('sendMessage', { roomId, messageId: 'a', text: 'hello' });
  await ada.ask('deleteRoom', { roomId });
  expect(await eve.next('callClosed')).toEqual({ peerId, reason: 'roomDeleted' });
  expect(await eve.next('chatClosed')).toEqual({ roomId, reason: 'roomDeleted' });
  await eve.next('roomClosed');
  expect(await eve.errorOf('openChat', { roomId })).toBe('notFound');
  await server.restart();
  expect((await server.connect()).welcome.rooms).toEqual([]);
});

test('who is deafened and who raised a hand is seen by all, and lasts', async () => {
  const { roomId, peerId } = await ada.join('Lounge');
  await ada.ask('updatePeer', { deafened: true });
  expect(await eve.next('peerChanged')).toMatchObject({ roomId, peer: { peerId, deafened: true } });
  await ada.ask('updatePeer', { handRaised: true });
  const { peer } = await eve.next('peerChanged');
  expect(peer).toMatchObject({ deafened: true, handRaisedAt: expect.any(Number) });
  // Raised already: nothing changes, and nobody is told.
  await ada.ask('updatePeer', { handRaised: true });
  await ada.ask('updatePeer', { deafened: false });
  expect((await eve.next('peerChanged')).peer).toEqual({ ...peer, deafened: false });
  expect(await eve.errorOf('updatePeer', { deafened: true })).toBe('notJoined');
});

test('a reaction goes to those in the call, one emoji at a time and not without end', async () => {
  const { roomId, peerId } = await ada.join('Lounge');
  expect(await ada.errorOf('react', { emoji: '👏🏽' })).toBe('no error');
  expect(await ada.next('reaction')).toEqual({ roomId, peerId, emoji: '👏🏽' });
  for (const emoji of ['', 'x', '👏👏', '<b>']) {
    expect(await ada.errorOf('react', { emoji })).toBe('invalidRequest');
  }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => ada.errorOf('react', { emoji: '🎉' })),
  );
  expect(answers).toContain('tooManyRequests');
  expect(eve.received.some(({ name }) => name === 'reaction')).toBe(false);
});
