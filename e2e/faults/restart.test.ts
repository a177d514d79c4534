import { afterEach, expect, test } from 'vitest';
import { RoomClient } from '../../packages/client/src/RoomClient.ts';
import { SupervisedServer } from '../../packages/server/src/testing/SupervisedServer.ts';

// The SDK through a restart and a crash of a real server, without a page around it.

const PATIENT = { timeout: 20_000, interval: 5 };

let server: SupervisedServer;
let ada: RoomClient;
/** Each state of the connection with the code of its error, once for each time it is reached. */
let seen: string[];

async function start(): Promise<string> {
  server = await SupervisedServer.start();
  ada = new RoomClient({ url: server.url });
  seen = [];
  ada.subscribe(() => {
    const { connection } = ada.getSnapshot();
    const code = 'error' in connection && connection.error ? ` ${connection.error.code}` : '';
    if (seen.at(-1) !== connection.status + code) seen.push(connection.status + code);
  });
  ada.connect();
  await expect.poll(() => ada.getSnapshot().connection.status, PATIENT).toBe('connected');
  await ada.person.update({ name: 'Ada' });
  const { roomId } = await ada.rooms.create({ name: 'lounge' });
  ada.chat.open(roomId);
  return roomId;
}

afterEach(async () => {
  ada.close();
  await server.close();
});

async function saidAndStored(roomId: string, said: string[]): Promise<void> {
  const chat = () => ada.getSnapshot().chats.get(roomId);
  await expect.poll(() => chat()?.pending, PATIENT).toEqual([]);
  expect(chat()?.messages.map(({ text }) => text)).toEqual(said);
}

test('a restart is said to be one, and what is written meanwhile is sent once', async () => {
  const roomId = await start();
  const said = ['before'];
  ada.chat.send(roomId, { text: 'before' });
  const restarting = server.restart();
  while (!seen.includes('reconnecting serverRestarting')) {
    said.push(`message ${said.length}`);
    ada.chat.send(roomId, { text: said.at(-1) ?? '' });
    await new Promise((resolve) => setImmediate(resolve));
    await expect.poll(() => ada.getSnapshot().chats.get(roomId)?.pending.length).toBeLessThan(5);
  }
  expect(await restarting).toMatchObject({ code: 0 });
  await saidAndStored(roomId, said);
  await expect.poll(() => seen.at(-1), PATIENT).toBe('connected');
  expect(seen).not.toContain('reconnecting serverUnreachable');
});

test('a crash is none, and it comes back as quickly as the server does', async () => {
  const roomId = await start();
  process.kill(await server.serverPid(), 'SIGKILL');
  await expect.poll(() => seen, PATIENT).toContain('reconnecting serverUnreachable');
  ada.chat.send(roomId, { text: 'meanwhile' });
  await server.isUp();
  const upAt = performance.now();
  await saidAndStored(roomId, ['meanwhile']);
  expect(performance.now() - upAt).toBeLessThan(5_000);
});
