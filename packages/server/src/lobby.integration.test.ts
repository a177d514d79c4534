import { afterEach, beforeEach, expect, test } from 'vitest';
import { joining, type TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';

const ADA = 'ada-has-a-secret-of-128-bits';
const BOB = 'bob-has-a-secret-of-128-bits';
const EVE = 'eve-has-a-secret-of-128-bits';

let server: TestServer;
/** Owns the room, and is in its call. */
let ada: TestClient;
let bob: TestClient;
let eve: TestClient;
let roomId: string;

beforeEach(async () => {
  server = await TestServer.start();
  ada = await server.connect({ secret: ADA });
  bob = await server.connect({ secret: BOB });
  eve = await server.connect({ secret: EVE });
  roomId = (await ada.ask('createRoom', { name: 'Lounge', lobby: true })).room.roomId;
  await ada.join('Lounge', 'Ada');
});

afterEach(() => server.close());

function idOf(client: TestClient): string {
  return client.welcome.person.personId;
}

function knock(client: TestClient, name = 'Eve') {
  return client.errorOf('join', joining('Lounge', { name }));
}

async function knocks(of = ada): Promise<string[]> {
  const { call } = await of.ask('getSnapshot', {});
  return call!.knocks.map(({ name }) => name);
}

async function knockIdOf(client: TestClient): Promise<string> {
  const { call } = await ada.ask('getSnapshot', {});
  return call!.knocks.find(({ personId }) => personId === idOf(client))!.knockId;
}

test('whoever knocks waits until somebody lets them in, and then enters', async () => {
  expect(await knock(eve)).toBe('waitInLobby');
  const told = await ada.next('lobbyChanged');
  expect(told).toMatchObject({ roomId, knocks: [{ personId: idOf(eve), name: 'Eve' }] });
  expect((await server.state()).peers).toHaveLength(1);
  const { knockId } = told.knocks[0]!;
  await ada.ask('admit', { roomId, knockId });
  expect(await eve.next('admitted')).toEqual({ roomId });
  expect(await ada.next('lobbyChanged')).toEqual({ roomId, knocks: [] });
  await eve.join('Lounge', 'Eve');
  expect(await ada.errorOf('admit', { roomId, knockId })).toBe('notFound');
  // Whoever left knocks again.
  await eve.ask('leave', {});
  expect(await knock(eve)).toBe('waitInLobby');
});

test('whoever is refused hears so, and may try again', async () => {
  await knock(eve);
  await ada.ask('refuse', { roomId, knockId: await knockIdOf(eve) });
  expect(await eve.next('knockEnded')).toEqual({ roomId, reason: 'notAdmitted' });
  expect(await knocks()).toEqual([]);
  expect(await knock(eve)).toBe('waitInLobby');
});

test('only those hear of it who moderate, from the moment in which they do', async () => {
  await ada.ask('updateRoom', { roomId, lobby: false });
  await bob.join('Lounge', 'Bob');
  await ada.ask('updateRoom', { roomId, lobby: true });
  await knock(eve);
  expect(await knocks(bob)).toEqual([]);
  expect(bob.received.some(({ name }) => name === 'lobbyChanged')).toBe(false);
  const personId = idOf(bob);
  await ada.ask('setModerator', { roomId, personId, moderates: true });
  expect((await bob.next('lobbyChanged')).knocks).toMatchObject([{ name: 'Eve' }]);
  await ada.ask('setModerator', { roomId, personId, moderates: false });
  expect((await bob.next('lobbyChanged')).knocks).toEqual([]);
});

test('who waits while nobody is there to let them in is seen by whoever comes', async () => {
  await ada.ask('leave', {});
  expect(await knock(eve)).toBe('waitInLobby');
  expect(ada.received.some(({ name }) => name === 'lobbyChanged')).toBe(false);
  await ada.join('Lounge', 'Ada');
  expect((await ada.next('lobbyChanged')).knocks).toMatchObject([{ name: 'Eve' }]);
});

test('a knock ends with its session, and by word of whoever waits', async () => {
  await knock(eve);
  await eve.ask('stopWaiting', {});
  await eve.ask('stopWaiting', {});
  expect(await knocks()).toEqual([]);
  await knock(eve);
  await eve.ask('leave', {});
  expect(await eve.errorOf('leave', {})).toBe('notJoined');
  expect(await knocks()).toEqual([]);
  await knock(eve);
  await knock(eve, 'Eve again');
  expect(await knocks()).toEqual(['Eve again']);
  await eve.join('Attic', 'Eve');
  expect(await knocks()).toEqual([]);
  await knock(eve);
  expect(await knocks()).toEqual(['Eve']);
  // The call elsewhere goes on meanwhile.
  expect((await server.state()).peers).toHaveLength(2);
  eve.close();
  await ada.next('peerLeft');
  expect(await knocks()).toEqual([]);
});

test('one session waits at one door', async () => {
  await bob.ask('createRoom', { name: 'Salon', lobby: true });
  await knock(eve);
  expect(await eve.errorOf('join', joining('Salon'))).toBe('waitInLobby');
  expect(await knocks()).toEqual([]);
});

test('whoever is banned while they wait hears that', async () => {
  await eve.ask('updatePerson', { name: 'Eve' });
  await knock(eve);
  await ada.ask('ban', { roomId, personId: idOf(eve) });
  expect(await eve.next('knockEnded')).toEqual({ roomId, reason: 'banned' });
  expect(await knock(eve)).toBe('banned');
});

test('a ban and a knock at once never leave a banned one at the door', async () => {
  await eve.ask('updatePerson', { name: 'Eve' });
  const [answer] = await Promise.all([knock(eve), ada.ask('ban', { roomId, personId: idOf(eve) })]);
  expect(['waitInLobby', 'banned']).toContain(answer);
  if (answer === 'waitInLobby') await eve.next('knockEnded');
  expect(await knocks()).toEqual([]);
});

test('a lock sends away whoever knocks, but not whom somebody let in before', async () => {
  await Promise.all([knock(eve), knock(bob, 'Bob')]);
  await ada.ask('admit', { roomId, knockId: await knockIdOf(bob) });
  await ada.ask('updateRoom', { roomId, locked: true });
  expect(await eve.next('knockEnded')).toEqual({ roomId, reason: 'roomLocked' });
  expect(await knock(eve)).toBe('roomLocked');
  await bob.join('Lounge', 'Bob');
});

test('a lock and a knock at once never leave anybody at a locked door', async () => {
  const [answer] = await Promise.all([knock(eve), ada.ask('updateRoom', { roomId, locked: true })]);
  if (answer === 'waitInLobby') {
    expect(await eve.next('knockEnded')).toMatchObject({ reason: 'roomLocked' });
  } else expect(answer).toBe('roomLocked');
  expect(await knocks()).toEqual([]);
});

test('a door that opens lets everybody in, and a name lets one in', async () => {
  await Promise.all([knock(eve), knock(bob, 'Bob')]);
  await bob.ask('updatePerson', { name: 'Bob' });
  await ada.ask('setModerator', { roomId, personId: idOf(bob), moderates: true });
  expect(await bob.next('admitted')).toEqual({ roomId });
  expect(await knocks()).toEqual(['Eve']);
  await ada.ask('updateRoom', { roomId, lobby: false });
  expect(await eve.next('admitted')).toEqual({ roomId });
});

test('whoever was removed knocks again, and so do all their sessions', async () => {
  const tab = await server.connect({ secret: EVE });
  await Promise.all([knock(eve), knock(tab)]);
  for (const { knockId } of (await ada.ask('getSnapshot', {})).call!.knocks) {
    await ada.ask('admit', { roomId, knockId });
  }
  await eve.join('Lounge', 'Eve');
  await ada.ask('removePerson', { roomId, personId: idOf(eve) });
  expect(await knock(eve)).toBe('waitInLobby');
  expect(await knock(tab)).toBe('waitInLobby');
});

test('a room that is deleted sends home whoever waits', async () => {
  await knock(eve);
  await ada.ask('deleteRoom', { roomId });
  expect(await eve.next('knockEnded')).toEqual({ roomId, reason: 'roomDeleted' });
});

test('a server that closes sends nobody away for good', async () => {
  await knock(eve);
  await server.restart();
  expect(eve.received.some(({ name }) => name === 'knockEnded')).toBe(false);
  eve = await server.connect({ secret: EVE });
  expect(await knock(eve)).toBe('waitInLobby');
});

test('so many wait at a door, and no more', async () => {
  const many = await Promise.all(Array.from({ length: 51 }, () => server.connect()));
  const answers: string[] = [];
  for (const client of many) answers.push(await knock(client));
  expect(answers.filter((code) => code === 'waitInLobby')).toHaveLength(50);
  expect(answers.at(-1)).toBe('tooManyRequests');
  expect(await knocks()).toHaveLength(50);
});
