import { afterEach, beforeEach, expect, test } from 'vitest';
import { joining, type TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';

let server: TestServer;
let ada: TestClient;
let eve: TestClient;

beforeEach(async () => {
  server = await TestServer.start();
  ada = await server.connect({ secret: 'ada-has-a-secret-of-128-bits' });
  eve = await server.connect({ secret: 'eve-has-a-secret-of-128-bits' });
  await ada.ask('updatePerson', { name: 'Ada' });
  await eve.ask('updatePerson', { name: 'Eve' });
});

afterEach(() => server.close());

async function namesAfterRestart(): Promise<string[]> {
  await server.restart();
  return (await server.connect()).welcome.rooms.map(({ name }) => name);
}

test('a change that waits behind a deletion does not bring the room back', async () => {
  const { roomId } = (await ada.ask('createRoom', { name: 'Lounge' })).room;
  const [deleted, updated] = await Promise.all([
    ada.errorOf('deleteRoom', { roomId }),
    ada.errorOf('updateRoom', { roomId, topic: 'still here' }),
  ]);
  expect([deleted, updated]).toEqual(['no error', 'notFound']);
  await ada.ask('createRoom', { name: 'Lounge' });
  expect(await namesAfterRestart()).toEqual(['Lounge']);
});

test('a room with a first message on its way does not go', async () => {
  const { roomId } = await eve.join('Corridor', 'Eve');
  const busy = ['a', 'b'].map((name) => ada.ask('createRoom', { name, password: 'p' }));
  const said = eve.ask('sendMessage', { roomId, messageId: 'm', text: 'hello' });
  await eve.ask('leave', {});
  await Promise.all([...busy, said]);
  const found = await eve.ask('getMessages', { roomId, from: 1, direction: 'around' });
  expect(found.messages).toHaveLength(1);
  expect((await namesAfterRestart()).sort()).toEqual(['Corridor', 'a', 'b']);
});

test('a new name is taken from the moment in which it is asked for', async () => {
  for (const name of ['one', 'two', 'three']) {
    const { roomId } = (await ada.ask('createRoom', { name: `old ${name}` })).room;
    const [, joined] = await Promise.all([
      ada.ask('updateRoom', { roomId, name }),
      eve.raw('join', joining(name)),
    ]);
    // Before the change was asked for, or after it: never in between.
    expect(joined.ok).toBe(true);
    await eve.ask('leave', {});
    expect((await eve.join(name)).roomId).toBe(roomId);
    await eve.ask('leave', {});
  }
});

test('whoever is banned while the password is being checked is not let in', async () => {
  const { roomId } = (await ada.ask('createRoom', { name: 'Vault', password: 'p' })).room;
  const { personId } = eve.welcome.person;
  const [opened, joined] = await Promise.all([
    eve.errorOf('openChat', { roomId, password: 'p' }),
    eve.errorOf('join', joining('Vault', { password: 'p' })),
    ada.ask('ban', { roomId, personId }),
  ]);
  expect([opened, joined]).toEqual(['banned', 'banned']);
  await ada.ask('sendMessage', { roomId, messageId: 'm', text: 'secret' });
  expect((await server.state()).peers).toEqual([]);
  expect(eve.received.some(({ name }) => name === 'messagePosted')).toBe(false);
});

test('whoever is banned while the media is being made hears that, and not that media is lost', async () => {
  const { roomId } = (await ada.ask('createRoom', { name: 'Lounge' })).room;
  const { personId } = eve.welcome.person;
  const [joined] = await Promise.all([
    eve.errorOf('join', joining('Lounge')),
    ada.ask('ban', { roomId, personId }),
  ]);
  // In before the ban, and removed, or not let in.
  expect(['no error', 'banned']).toContain(joined);
  expect((await server.state()).peers).toEqual([]);
});

test('a change of the former connection does not undo one of the next', async () => {
  const secret = 'bob-has-a-secret-of-128-bits';
  const former = await server.connect({ secret });
  for (let hue = 0; hue < 50; hue += 1) {
    former.socket.emit('updatePerson', { name: 'Old', hue }, () => undefined);
  }
  await former.ask('getSnapshot', {});
  former.close();
  const next = await server.connect({ secret });
  await next.ask('updatePerson', { name: 'New', hue: 200 });
  await server.restart();
  const { person } = (await server.connect({ secret })).welcome;
  expect(person).toMatchObject({ name: 'New', hue: 200 });
});

test('a room is not kept for the sake of what was refused', async () => {
  const { roomId } = await eve.join('Corridor', 'Eve');
  const data = { roomId, messageId: 'm', text: 'x', replyTo: 5 };
  expect(await eve.errorOf('sendMessage', data)).toBe('notFound');
  expect(await eve.errorOf('createUpload', { roomId, name: 'a', sizeBytes: 1e12 })).toBe(
    'fileTooLarge',
  );
  await eve.ask('leave', {});
  expect(await namesAfterRestart()).toEqual([]);
});

test('heaped marks cost nobody else anything', async () => {
  const text = `a${'\u0301\u0316'.repeat(8_000)}`;
  const refused = Array.from({ length: 40 }, (_, index) =>
    eve.errorOf('sendMessage', { roomId: 'nowhere', messageId: `m${index}`, text }),
  );
  expect(new Set(await Promise.all(refused))).toEqual(new Set(['invalidRequest']));
});
