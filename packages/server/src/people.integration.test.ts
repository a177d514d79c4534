import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestServer } from './testing/TestServer.ts';

const SECRET = 'ada-has-a-secret-of-128-bits';

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start();
});

afterEach(() => server.close());

test('a secret makes the same person again: name, colour, favourites, last location', async () => {
  const ada = await server.connect({ secret: SECRET });
  expect(ada.welcome.person).toMatchObject({ name: null, favourites: [], lastLocation: null });
  const { room } = await ada.ask('createRoom', { name: 'Lounge' });
  const { roomId } = room;
  await ada.ask('updatePerson', { name: 'Ada', hue: 200 });
  await ada.ask('setFavourite', { roomId, favourite: true });
  await ada.join('Lounge', 'Ada');
  await ada.ask('leave', {});
  await server.restart();
  const again = await server.connect({ secret: SECRET });
  expect(again.welcome.person).toEqual({
    personId: ada.welcome.person.personId,
    name: 'Ada',
    hue: 200,
    favourites: [roomId],
    readSeqs: {},
    lastLocation: { roomId, name: 'Lounge', at: expect.any(Number) },
  });
});

test('without a secret, or with another, it is somebody else', async () => {
  const clients = await Promise.all([
    server.connect({ secret: SECRET }),
    server.connect({ secret: SECRET.toUpperCase() }),
    server.connect(),
    server.connect(),
  ]);
  expect(new Set(clients.map(({ welcome }) => welcome.person.personId)).size).toBe(4);
});

test('a secret that could be guessed is refused', async () => {
  for (const secret of ['short', 'has spaces but is long enough', 7]) {
    await expect(server.connect({ auth: { protocolVersion: 2, secret } })).rejects.toThrow();
  }
});

test('a change reaches every connection of the person, and the call', async () => {
  const [one, other, eve] = await Promise.all([
    server.connect({ secret: SECRET }),
    server.connect({ secret: SECRET }),
    server.connect(),
  ]);
  const { peerId } = await one.join('Lounge', 'Ada');
  await other.next('personChanged');
  await other.ask('updatePerson', { name: 'Countess', hue: 7 });
  expect((await one.next('personChanged')).person.name).toBe('Ada');
  expect((await one.next('personChanged')).person).toMatchObject({ name: 'Countess', hue: 7 });
  expect(await eve.next('peerChanged')).toMatchObject({
    peer: { peerId, name: 'Countess', hue: 7 },
  });
});

test('changes at once are all kept', async () => {
  const ada = await server.connect({ secret: SECRET });
  const names = Array.from({ length: 20 }, (_, index) => `room ${index}`);
  const made = await Promise.all(names.map((name) => ada.ask('createRoom', { name })));
  await Promise.all(
    made.map(({ room }) => ada.ask('setFavourite', { roomId: room.roomId, favourite: true })),
  );
  const again = await server.connect({ secret: SECRET });
  expect(new Set(again.welcome.person.favourites)).toEqual(
    new Set(made.map(({ room }) => room.roomId)),
  );
});

test('what was read never becomes unread, and nobody has read what was not said', async () => {
  const ada = await server.connect({ secret: SECRET });
  await ada.ask('updatePerson', { name: 'Ada' });
  const { room } = await ada.ask('createRoom', { name: 'Lounge' });
  const { roomId } = room;
  for (const messageId of ['a', 'b']) {
    await ada.ask('sendMessage', { roomId, messageId, text: 'hello' });
  }
  for (const messageSeq of [2, 1, 99]) await ada.ask('markRead', { roomId, messageSeq });
  const again = await server.connect({ secret: SECRET });
  expect(again.welcome.person.readSeqs).toEqual({ [roomId]: 2 });
});

test('somebody new has nothing unread of before they came, and all of it after', async () => {
  const ada = await server.connect({ secret: SECRET });
  await ada.ask('updatePerson', { name: 'Ada' });
  const { room } = await ada.ask('createRoom', { name: 'Lounge' });
  const { roomId } = room;
  await ada.ask('sendMessage', { roomId, messageId: 'a', text: 'early' });
  const eve = await server.connect({ secret: 'eve-has-a-secret-of-128-bits' });
  expect(eve.welcome.person.readSeqs).toEqual({ [roomId]: 1 });
  expect((await server.connect()).welcome.person.readSeqs).toEqual({ [roomId]: 1 });
  await eve.ask('updatePerson', { name: 'Eve' });
  await ada.ask('sendMessage', { roomId, messageId: 'b', text: 'late' });
  await server.restart();
  const again = await server.connect({ secret: 'eve-has-a-secret-of-128-bits' });
  expect(again.welcome.person.readSeqs).toEqual({ [roomId]: 1 });
});

test('when somebody was last in a call is noted, whoever ended it', async () => {
  const [ada, eve] = await Promise.all([server.connect({ secret: SECRET }), server.connect()]);
  const { room } = await ada.ask('createRoom', { name: 'Lounge' });
  await eve.join('Lounge', 'Eve');
  const { person } = await eve.next('personChanged');
  await ada.ask('ban', { roomId: room.roomId, personId: person.personId });
  const left = (await eve.next('personChanged')).person.lastLocation!;
  expect(left.at).toBeGreaterThanOrEqual(person.lastLocation!.at);
  expect(left).toMatchObject({ roomId: room.roomId, name: 'Lounge' });
});
