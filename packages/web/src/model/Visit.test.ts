import { ClientError, type PersonDocument } from '@ottogi/client';
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeClient, storage, Tab } from '../testing/fakeVisit.ts';
import { Memory } from './memory.ts';
import { Visit } from './Visit.ts';

let lasting: ReturnType<typeof storage>;

beforeEach(() => {
  lasting = storage();
});

interface Given {
  name?: string;
  granted?: boolean;
  secure?: boolean;
  autopublish?: boolean;
  tabStorage?: ReturnType<typeof storage>;
}

/** Opens the page at an address. `tabStorage` given again is a reload of the same tab. */
async function open(path: string, given: Given = {}) {
  const { granted = false, secure = true, autopublish = false, tabStorage = storage() } = given;
  const memory = new Memory(lasting, tabStorage);
  if (given.name !== undefined) memory.keepName(given.name);
  const tab = new Tab(path);
  const client = fakeClient(autopublish);
  const permissions = { isGranted: async () => granted, isSecure: () => secure };
  const visit = new Visit(client, tab, memory, permissions);
  await visit.start();
  return { visit, tab, client, tabStorage };
}

function roomOf(client: ReturnType<typeof fakeClient>): string | null {
  const { call } = client.getSnapshot();
  return call.status === 'joined' ? call.room : null;
}

test('one click enters, the next moves, a button leaves; the address tells each', async () => {
  const { visit, tab, client } = await open('/', { name: 'Ada' });
  await visit.enter('Lounge');
  await visit.enter('회의실');
  expect(roomOf(client)).toBe('회의실');
  await visit.leave();
  expect(roomOf(client)).toBeNull();
  expect(tab.entries).toEqual(['/', '/r/Lounge', '/r/%ED%9A%8C%EC%9D%98%EC%8B%A4', '/']);
});

test('a click on the room in which one is does nothing', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  await visit.enter('Lounge');
  await visit.enter('lounge');
  expect(client.join).toHaveBeenCalledTimes(1);
});

test('back and forward move the call; back home leaves it', async () => {
  const { visit, tab, client } = await open('/', { name: 'Ada' });
  await visit.enter('A');
  await visit.enter('B');
  tab.go(-1);
  await vi.waitFor(() => expect(roomOf(client)).toBe('A'));
  tab.go(1);
  await vi.waitFor(() => expect(roomOf(client)).toBe('B'));
  tab.go(-2);
  await vi.waitFor(() => expect(roomOf(client)).toBeNull());
  // Outside of a call, forward shows the room and does not enter it.
  tab.go(1);
  expect(visit.getSnapshot().route.room).toBe('A');
  expect(roomOf(client)).toBeNull();
  expect(tab.entries).toEqual(['/', '/r/A', '/r/B']);
});

test('whoever has no name is asked for one before entering', async () => {
  const { visit, client } = await open('/');
  await visit.enter('Lounge');
  expect(client.join).not.toHaveBeenCalled();
  expect(visit.getSnapshot().route.room).toBe('Lounge');
  visit.setName(' \u200B ');
  expect(visit.getSnapshot().name).toBe('');
  visit.setName('  Ada ');
  await visit.enter('Lounge');
  expect(client.join).toHaveBeenCalledWith({ room: 'Lounge', name: 'Ada' });
});

test('a pasted link does not enter by itself', async () => {
  const { client } = await open('/r/Lounge', { name: 'Ada' });
  expect(client.join).not.toHaveBeenCalled();
});

test('a deep link enters at once, silent, and loses its query', async () => {
  const link = '/r/Lounge?name=Kiosk&join=1&audio=1&video=1';
  const { visit, tab, client } = await open(link, { name: 'Ada', granted: true });
  expect(client.join).toHaveBeenCalledWith({ room: 'Lounge', name: 'Kiosk' });
  expect(client.publish).not.toHaveBeenCalled();
  expect(tab.entries).toEqual(['/r/Lounge']);
  expect(visit.getSnapshot().name).toBe('Kiosk');
  // The link's name is not the owner's.
  expect((await open('/')).visit.getSnapshot().name).toBe('Ada');
});

test('a deep link opens what it asks for where the server allows it', async () => {
  const { client } = await open('/r/Lounge?name=Bot&join=1&video=1', { autopublish: true });
  expect(client.publish.mock.calls).toEqual([['camera']]);
});

test('a deep link opens nothing that the tab had open before', async () => {
  const first = await open('/', { name: 'Ada', granted: true });
  await first.visit.enter('A');
  await first.visit.toggle('microphone');
  const { tabStorage } = first;
  const { client } = await open('/r/Elsewhere?join=1', { granted: true, tabStorage });
  expect(roomOf(client)).toBe('Elsewhere');
  expect(client.publish).not.toHaveBeenCalled();
});

test('a reload comes back at once, with what was on', async () => {
  const first = await open('/', { name: 'Ada' });
  await first.visit.enter('Lounge');
  await first.visit.toggle('microphone');
  const { tabStorage } = first;
  const again = await open('/r/Lounge', { granted: true, tabStorage });
  expect(roomOf(again.client)).toBe('Lounge');
  expect(again.client.publish.mock.calls).toEqual([['microphone']]);
});

test('a reload asks for no permission', async () => {
  const first = await open('/', { name: 'Ada' });
  await first.visit.enter('Lounge');
  await first.visit.toggle('microphone');
  const { tabStorage } = first;
  const again = await open('/r/Lounge', { granted: false, tabStorage });
  expect(roomOf(again.client)).toBe('Lounge');
  expect(again.client.publish).not.toHaveBeenCalled();
});

test('whoever left stays out after a reload; another tab asks first', async () => {
  const first = await open('/', { name: 'Ada' });
  await first.visit.enter('Lounge');
  expect(roomOf((await open('/r/Lounge')).client)).toBeNull();
  await first.visit.leave();
  const { tabStorage } = first;
  expect(roomOf((await open('/r/Lounge', { tabStorage })).client)).toBeNull();
});

test('a microphone is muted, a camera is let go', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  await visit.enter('Lounge');
  for (const source of ['microphone', 'microphone', 'microphone', 'camera', 'camera'] as const) {
    await visit.toggle(source);
  }
  expect(client.publish.mock.calls).toEqual([
    ['microphone', { paused: false }],
    ['camera', {}],
  ]);
  expect(client.mute).toHaveBeenCalledTimes(1);
  expect(client.unmute).toHaveBeenCalledTimes(1);
  expect(client.unpublish.mock.calls).toEqual([['camera']]);
});

test('a move that fails leaves call and address where they were', async () => {
  const { visit, tab, client } = await open('/', { name: 'Ada' });
  await visit.enter('A');
  client.failNext = new ClientError('mediaUnavailable', 'No worker');
  await visit.enter('B');
  expect(roomOf(client)).toBe('A');
  expect(tab.here).toBe('/r/A');
  expect(visit.getSnapshot().failures.get('call')?.error.code).toBe('mediaUnavailable');
  visit.dismiss('call');
  expect(visit.getSnapshot().failures.size).toBe(0);
});

test('a failed entry closes the devices that it opened', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  visit.setWish('camera', true);
  client.failNext = new ClientError('timeout', 'No answer');
  await visit.enter('A');
  expect(client.getSnapshot().local.camera.status).toBe('off');
});

test('a refused device is said, and not wished for again', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  client.publish.mockRejectedValueOnce(new ClientError('permissionDenied', 'No'));
  await visit.enter('A');
  await visit.toggle('camera');
  expect(visit.getSnapshot().failures.get('camera')?.error.code).toBe('permissionDenied');
  expect(visit.getSnapshot().wish.camera).toBe(false);
});

test('a device that goes on without its blur is still wished for', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  await visit.enter('A');
  await visit.toggle('camera');
  const error = new ClientError('unsupported', 'no model');
  client.tell('failed', { source: 'camera', error, goesOnWithout: 'blur' });
  const { failures, wish } = visit.getSnapshot();
  expect(failures.get('camera')?.goesOnWithout).toBe('blur');
  expect(wish.camera).toBe(true);
  client.tell('failed', { source: 'camera', error });
  expect(visit.getSnapshot().wish.camera).toBe(false);
});

test('a closed screen picker is nothing to complain about', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  client.publish.mockRejectedValueOnce(new ClientError('cancelled', 'Closed'));
  await visit.enter('A');
  await visit.toggle('screen');
  expect(visit.getSnapshot().failures.size).toBe(0);
});

test('without HTTPS, wishing for a device explains itself', async () => {
  const { visit } = await open('/', { name: 'Ada', secure: false });
  visit.setWish('microphone', true);
  expect(visit.getSnapshot().wish.microphone).toBe(false);
  expect(visit.getSnapshot().failures.get('microphone')?.error.code).toBe('insecureContext');
});

test('visited rooms are remembered, the newest first, and can be forgotten', async () => {
  const { visit } = await open('/', { name: 'Ada' });
  for (let room = 1; room <= 10; room += 1) await visit.enter(`Room ${room}`);
  await visit.enter('ROOM 5');
  const { recent } = visit.getSnapshot();
  expect(recent).toHaveLength(8);
  expect(recent[0]).toBe('ROOM 5');
  visit.forget('room 10');
  expect(visit.getSnapshot().recent).not.toContain('Room 10');
});

test('a name given in the middle of a join link is used for it', async () => {
  const { visit, client } = await open('/r/Lounge?join=1');
  expect(client.join).not.toHaveBeenCalled();
  visit.setName('Ada');
  await visit.enter('Lounge');
  expect(roomOf(client)).toBe('Lounge');
});

const person = (name: string | null): PersonDocument => ({
  personId: 'me',
  name,
  hue: 0,
  favourites: [],
  readSeqs: {},
  lastLocation: null,
});

test('a name comes back from the server, and a new one of another device replaces it', async () => {
  const { visit, client } = await open('/');
  client.meet(person('Ada'));
  expect(visit.getSnapshot().name).toBe('Ada');
  client.meet(person('Ada Lovelace'));
  expect(visit.getSnapshot().name).toBe('Ada Lovelace');
  expect(client.person.update).not.toHaveBeenCalled();
});

test('what stands in this browser is newer than what the server brings at first', async () => {
  const { visit, client } = await open('/', { name: 'Countess' });
  client.meet(person('Ada'));
  expect(visit.getSnapshot().name).toBe('Countess');
});

test('a name that is chosen without a connection is told all the same', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  client.meet(person('Ada'));
  client.disconnect();
  visit.setName('Countess');
  visit.setHue(7);
  expect(client.person.update.mock.calls).toEqual([[{ name: 'Countess' }], [{ hue: 7 }]]);
});

test('a server that knows no name is told it, once', async () => {
  const { client } = await open('/', { name: 'Ada' });
  client.meet(person(null));
  client.meet(person(null));
  expect(client.person.update).toHaveBeenCalledExactlyOnceWith({ name: 'Ada' });
});

test('a room asks for its password, and the browser remembers what opened it', async () => {
  const { visit, tab, client, tabStorage } = await open('/', { name: 'Ada' });
  client.failNext = new ClientError('passwordRequired', 'test');
  await visit.enter('Vault');
  expect(visit.getSnapshot().passwordAsked).toEqual({ room: 'Vault', wrong: false });
  expect(visit.getSnapshot().failures.size).toBe(0);

  client.failNext = new ClientError('wrongPassword', 'test');
  await visit.enter('Vault', 'guess');
  expect(visit.getSnapshot().passwordAsked).toEqual({ room: 'Vault', wrong: true });

  await visit.enter('Vault', 'sesame');
  expect(visit.getSnapshot().passwordAsked).toBeNull();
  expect(tab.here).toBe('/r/Vault');
  const again = await open('/', { tabStorage });
  await again.visit.enter('vault');
  expect(again.client.join).toHaveBeenLastCalledWith({
    room: 'vault',
    name: 'Ada',
    password: 'sesame',
  });
});

test('giving up on a password leaves a call elsewhere alone', async () => {
  const { visit, tab, client } = await open('/', { name: 'Ada' });
  await visit.enter('Lounge');
  client.failNext = new ClientError('passwordRequired', 'test');
  await visit.enter('Vault');
  expect(tab.here).toBe('/r/Lounge');
  await visit.stopAsking();
  expect(visit.getSnapshot().passwordAsked).toBeNull();
  expect(client.leave).not.toHaveBeenCalled();
  expect(roomOf(client)).toBe('Lounge');
});

test.each(['removed', 'banned'] as const)(
  'a reload brings nobody back who was %s',
  async (reason) => {
    const { visit, client, tabStorage } = await open('/', { name: 'Ada' });
    await visit.enter('Lounge');
    client.tell('left', { room: 'Lounge', reason });
    const again = await open('/r/Lounge', { tabStorage });
    expect(again.client.join).not.toHaveBeenCalled();
    await again.visit.enter('Lounge');
    expect(roomOf(again.client)).toBe('Lounge');
  },
);

test('what somebody else muted stays so after a reload', async () => {
  const { visit, client, tabStorage } = await open('/', { name: 'Ada' });
  visit.setWish('microphone', true);
  visit.setWish('camera', true);
  await visit.enter('Lounge');
  const by = { roomId: 'r', personId: 'eve', name: 'Eve' };
  client.tell('mutedBy', { ...by, source: 'microphone' });
  const again = await open('/r/Lounge', { tabStorage, granted: true });
  expect(again.client.publish.mock.calls.map(([source]) => source)).toEqual(['camera']);
});

test('whoever is named by their invitation is called so, and nobody is told otherwise', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  client.grant({ name: 'Countess' });
  client.meet(person('Ada'));
  expect(visit.getSnapshot().name).toBe('Countess');
  expect(client.person.update).not.toHaveBeenCalled();
});

test('a room is entered without what may not be shown there', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  client.grant({ publish: ['microphone'] });
  visit.setWish('microphone', true);
  visit.setWish('camera', true);
  await visit.enter('Lounge');
  expect(client.publish.mock.calls).toEqual([['microphone']]);
});

test('an encrypted room asks for its key, which stays in the browser', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  client.failNext = new ClientError('keyRequired', 'test');
  await visit.enter('Vault');
  expect(visit.getSnapshot().keyAsked).toBe('Vault');
  await visit.giveKey('Vault', ' ');
  expect(visit.getSnapshot().keyAsked).toBe('Vault');
  await visit.giveKey('Vault', 'https://a.example/r/Vault#key=sesame');
  expect(visit.getSnapshot().keyAsked).toBeNull();
  expect(roomOf(client)).toBe('Vault');
  const { visit: later, client: again } = await open('/', { name: 'Ada' });
  await later.enter('Vault');
  expect(again.join).toHaveBeenCalledExactlyOnceWith({
    room: 'Vault',
    name: 'Ada',
    roomSecret: 'sesame',
  });
});

test('another key than the one inside enters anew, the same one does nothing', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  await visit.enter('Vault');
  await visit.giveKey('Vault', 'sesame');
  expect(client.leave).toHaveBeenCalledTimes(1);
  expect(client.join).toHaveBeenCalledTimes(2);
  await visit.giveKey('Vault', 'sesame');
  expect(client.join).toHaveBeenCalledTimes(2);
  // A link to a room that one does not want to enter just yet.
  await visit.giveKey('Attic', 'sesame');
  expect(client.join).toHaveBeenCalledTimes(2);
});

test('a room of that name that is not encrypted is entered on purpose alone', async () => {
  const { visit, client } = await open('/', { name: 'Ada' });
  await visit.giveKey('Vault', 'sesame');
  client.failNext = new ClientError('notEncrypted', 'test');
  await visit.enter('Vault');
  expect(visit.getSnapshot().failures.get('call')?.error.code).toBe('notEncrypted');
  await visit.enterUnencrypted('Vault');
  expect(client.join).toHaveBeenLastCalledWith({ room: 'Vault', name: 'Ada' });
});
