import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ResumeTokens } from './rooms/ResumeTokens.ts';
import { joining, type TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';

const ADA = 'ada-has-a-secret-of-128-bits';
const EVE = 'eve-has-a-secret-of-128-bits';

let server: TestServer;
/** Owns the room. */
let ada: TestClient;
let eve: TestClient;
let roomId: string;
/** Of a time at which Eve was in the room. */
let resumeToken: string;

beforeEach(async () => {
  server = await TestServer.start();
  ada = await server.connect({ secret: ADA });
  eve = await server.connect({ secret: EVE });
  roomId = (await ada.ask('createRoom', { name: 'Lounge' })).room.roomId;
  await ada.join('Lounge', 'Ada');
  ({ resumeToken } = await eve.join('Lounge', 'Eve'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

const comeBack = (client: TestClient) =>
  client.errorOf('join', joining('Lounge', { name: 'Eve', resumeToken }));

async function reconnecting(): Promise<boolean> {
  const { peers } = await server.state();
  return peers.some(({ state }) => state === 'reconnecting');
}

const DEPARTURES: Record<string, () => Promise<unknown>> = {
  'says so': () => eve.ask('leave', {}),
  'says so with the token': () => eve.ask('leave', { resumeToken }),
  'is lost and then says so': async () => {
    await eve.cut();
    await expect.poll(reconnecting).toBe(true);
    server.clock.advance(30_000);
    await (await server.connect({ secret: EVE })).ask('leave', { resumeToken });
  },
};

test.each(Object.entries(DEPARTURES))(
  'whoever leaves is inside no more, and no token says otherwise: %s',
  async (_how, depart) => {
    await depart();
    await ada.ask('updateRoom', { roomId, locked: true });
    const again = await server.connect({ secret: EVE });
    expect(await comeBack(again)).toBe('roomLocked');
    await ada.ask('updateRoom', { roomId, locked: false, lobby: true });
    expect(await comeBack(again)).toBe('waitInLobby');
  },
);

const LOSSES: Record<string, () => unknown> = {
  lost: async () => {
    await eve.cut();
    await expect.poll(reconnecting).toBe(true);
    server.clock.advance(30_000);
  },
  // As a page does that goes, and that the browser may show again.
  closed: () => eve.close(),
};

test.each(Object.entries(LOSSES))('who only was %s may come back', async (_how, lose) => {
  await lose();
  await ada.next('peerLeft');
  await ada.ask('updateRoom', { roomId, locked: true });
  expect(await comeBack(await server.connect({ secret: EVE }))).toBe('no error');
});

test('whoever is removed while their join is answered is not told that they are in', async () => {
  vi.spyOn(ResumeTokens.prototype, 'issue').mockImplementationOnce(async ({ personId }) => {
    await ada.ask('removePerson', { roomId, personId });
    return 'of no use any more';
  });
  const bob = await server.connect();
  expect(await bob.errorOf('join', joining('Lounge', { name: 'Bob' }))).toBe('removed');
  expect((await server.state()).peers.map(({ name }) => name)).toEqual(['Ada', 'Eve']);
});
