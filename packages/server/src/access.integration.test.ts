import { createSecretKey } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MEMBER } from '@ottogi/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { type TokenWish, mintToken } from './access/mintToken.ts';
import { opus, vp8 } from './testing/rtp.ts';
import { joining, type TestClientOptions } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';

const OWN = { audience: 'ottogi', issuer: 'ottogi' };
const HOUR_MS = 3_600_000;
const SECRET = 'ada-has-a-secret-of-128-bits';

let server: TestServer;

afterEach(() => server.close());

const refusalOf = (options?: TestClientOptions) =>
  server.connect(options).then(
    () => null,
    (error: { data?: Record<string, unknown> }) => error.data,
  );

const getRooms = (bearer?: string) =>
  fetch(`${server.url}/api/rooms`, {
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
  });

describe('open', () => {
  test('whoever reaches it on its own network may enter, and is told that they may do everything', async () => {
    server = await TestServer.start();
    const ada = await server.connect();
    expect(ada.welcome.grants).toEqual(MEMBER);
    expect(server.server.access).toMatchObject({ mode: 'open', exposed: false, made: null });
    expect((await getRooms()).status).toBe(200);
  });

  test('strangers are not let in by accident: the password is made, kept for the host alone, and stays', async () => {
    server = await TestServer.start({ OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1,talk.example' });
    const { access } = server.server;
    expect(access).toMatchObject({ mode: 'password', exposed: true });
    const { password, path } = access.made!;
    expect(path).toBe(join(server.dataDir, 'password'));
    expect(await readFile(path, 'utf8')).toBe(`${password}\n`);
    // 16 characters of base64url are 96 bits.
    expect(password).toMatch(/^[\w-]{16}$/);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await refusalOf()).toMatchObject({ code: 'accessRequired' });
    await server.connect({ access: password });
    await server.restart();
    expect(server.server.access.made?.password).toBe(password);
    await server.connect({ access: password });
  });

  test('strangers may enter where the host says so', async () => {
    const env = { OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1,talk.example', OTTOGI_ACCESS: 'open' };
    server = await TestServer.start(env);
    await server.connect();
  });
});

describe('password', () => {
  test('opens the socket and the list of rooms; nothing and a wrong one are told apart', async () => {
    server = await TestServer.start({ OTTOGI_PASSWORD: 'open sesame' });
    expect(server.server.access).toMatchObject({ mode: 'password', made: null });
    expect(await refusalOf()).toMatchObject({ code: 'accessRequired' });
    expect(await refusalOf({ access: 'open says me' })).toMatchObject({ code: 'accessRefused' });
    const ada = await server.connect({ access: 'open sesame' });
    await ada.join('Lounge');
    const refused = await getRooms();
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refused.json()).toMatchObject({ code: 'accessRequired' });
    expect((await getRooms('open sesam')).status).toBe(401);
    const seen = (await (await getRooms('open sesame')).json()) as { rooms: unknown[] };
    expect(seen.rooms).toHaveLength(1);
  });

  test('whoever guesses has to wait, by socket and by HTTP, whatever header they send', async () => {
    server = await TestServer.start({ OTTOGI_PASSWORD: 'open-sesame' });
    for (let guess = 0; guess < 10; guess += 1) {
      expect(await refusalOf({ access: `guess ${guess}` })).toMatchObject({
        code: 'accessRefused',
      });
    }
    const { code, retryAfterMs } = (await refusalOf({ access: 'open-sesame' }))!;
    expect(code).toBe('tooManyRequests');
    expect(retryAfterMs).toBeGreaterThan(5_000);
    const refused = await getRooms('open-sesame');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(5);
    // Behind a proxy each person has an address of their own.
    const headers = { authorization: 'Bearer open-sesame', 'x-forwarded-for': '192.0.2.7' };
    expect((await fetch(`${server.url}/api/rooms`, { headers })).status).toBe(200);
  });
});

describe('token', () => {
  async function start(): Promise<void> {
    server = await TestServer.start({ OTTOGI_ACCESS: 'token' });
  }

  async function mint({ grants, ...wish }: Partial<TokenWish> = {}): Promise<string> {
    const secret = await readFile(join(server.dataDir, 'token-secret'), 'utf8');
    return mintToken(
      {
        grants: { rooms: ['Lounge'], ...grants },
        expiresAt: server.clock.now() + HOUR_MS,
        ...wish,
      },
      createSecretKey(Buffer.from(secret.trim())),
      OWN,
    );
  }

  const host = async () =>
    server.connect({ access: await mint({ grants: { roomPatterns: ['*'] } }) });

  const guest = async (grants: TokenWish['grants'] = {}, wish: Partial<TokenWish> = {}) =>
    server.connect({ access: await mint({ grants, ...wish }) });

  test('none, a forged one and one whose time is over open nothing', async () => {
    await start();
    expect(await refusalOf()).toMatchObject({ code: 'tokenRefused' });
    expect(await refusalOf({ access: `${await mint()}x` })).toMatchObject({ code: 'tokenRefused' });
    const over = await mint({ expiresAt: server.clock.now() - 1000 });
    expect(await refusalOf({ access: over })).toMatchObject({ code: 'tokenExpired' });
    expect((await getRooms()).status).toBe(401);
  });

  test('a room that is not granted is as one that is not there', async () => {
    await start();
    const ada = await host();
    const rooms = {
      lounge: (await ada.ask('createRoom', { name: 'Lounge' })).room.roomId,
      cellar: (await ada.ask('createRoom', { name: 'Cellar' })).room.roomId,
      nowhere: 'AAAAAAAAAAAAAAAA',
    };
    await ada.join('Cellar');
    const said = { messageId: 'm', text: 'hush' };
    await ada.ask('sendMessage', { roomId: rooms.cellar, ...said });
    await ada.ask('sendMessage', { roomId: rooms.lounge, ...said });

    const eve = await guest();
    expect(eve.welcome.rooms.map(({ name }) => name)).toEqual(['Lounge']);
    expect(Object.keys(eve.welcome.person.readSeqs)).toEqual([rooms.lounge]);
    expect((await eve.ask('getSnapshot', {})).rooms.map(({ name }) => name)).toEqual(['Lounge']);

    const about = {
      updateRoom: { topic: 'mine' },
      deleteRoom: {},
      ban: { personId: ada.welcome.person.personId },
      unban: { personId: 'x' },
      getBans: {},
      mutePeer: { peerId: 'x', source: 'microphone' },
      removePerson: { personId: 'x' },
      admit: { knockId: 'x' },
      refuse: { knockId: 'x' },
      setModerator: { personId: 'x', moderates: true },
      handOn: { personId: 'x' },
      openChat: {},
      closeChat: {},
      sendMessage: said,
      editMessage: { messageSeq: 1, text: 'loud' },
      deleteMessage: { messageSeq: 1 },
      getMessages: { from: 1, direction: 'after' },
      searchMessages: { text: 'hush' },
      createUpload: { name: 'a', sizeBytes: 1 },
      setFavourite: { favourite: true },
      markRead: { messageSeq: 1 },
    };
    for (const [request, data] of Object.entries(about)) {
      const [forbidden, missing] = await Promise.all(
        [rooms.cellar, rooms.nowhere].map(async (roomId) => {
          const answer = await eve.raw(request, { roomId, ...data });
          return JSON.stringify(answer).replaceAll(roomId, 'ROOM');
        }),
      );
      expect(forbidden, request).toBe(missing);
    }
    // A room of a granted name is made by whoever asks for it; of any other name there is none.
    const [there, absent] = await Promise.all(
      ['Cellar', 'Attic'].map((room) => eve.errorOf('join', joining(room))),
    );
    expect([there, absent]).toEqual(['notFound', 'notFound']);
    expect(await eve.errorOf('createRoom', { name: 'Cellar' })).toBe('notGranted');
    expect(await eve.errorOf('createRoom', { name: 'Attic' })).toBe('notGranted');
    expect(await eve.errorOf('createRoom', { name: 'lounge' })).toBe('roomExists');
    await eve.join('Lounge');
  });

  test('who is connected cannot be asked by those who may meet them nowhere', async () => {
    await start();
    const eve = await guest();
    const neighbour = await guest({ rooms: ['Cellar'] });
    const { personId } = neighbour.welcome.person;
    await neighbour.join('Cellar');
    const { roomId } = (await eve.ask('createRoom', { name: 'Lounge' })).room;
    const about = { ban: {}, handOn: {}, setModerator: { moderates: true } };
    for (const [request, data] of Object.entries(about)) {
      expect(await eve.errorOf(request, { roomId, personId, ...data }), request).toBe('notFound');
    }
  });

  test('what happens in a room that is not granted is told nobody without it, also by HTTP', async () => {
    await start();
    const ada = await host();
    const eve = await guest();
    const before = eve.received.length;
    const { room } = await ada.ask('createRoom', { name: 'Cellar' });
    await ada.join('Cellar');
    await ada.ask('updateRoom', { roomId: room.roomId, topic: 'secret' });
    await ada.ask('sendMessage', { roomId: room.roomId, messageId: 'm', text: 'hush' });
    await ada.ask('updatePeer', { handRaised: true });
    await ada.ask('leave', {});
    await ada.ask('deleteRoom', { roomId: room.roomId });
    // What is told of a granted room comes after all of that.
    await ada.join('Lounge');
    await eve.next('roomOpened');
    expect(eve.received.slice(before).map(({ name }) => name)).toEqual(['peerJoined']);
    expect(JSON.stringify(eve.received)).not.toContain(room.roomId);
    await ada.join('Cellar');
    const seen = (await (await getRooms(await mint())).json()) as { rooms: { name: string }[] };
    expect(seen.rooms.map(({ name }) => name)).toEqual([]);
  });

  test('a room that is renamed comes and goes with its name', async () => {
    await start();
    const ada = await host();
    const eve = await guest();
    const { room } = await ada.ask('createRoom', { name: 'Cellar' });
    const { roomId } = room;
    await ada.ask('updateRoom', { roomId, name: 'Lounge' });
    expect((await eve.next('roomOpened')).room).toMatchObject({ roomId, name: 'Lounge' });
    const { peerId } = await eve.join('Lounge');
    await eve.ask('openChat', { roomId });
    await ada.ask('updateRoom', { roomId, name: 'Cellar' });
    expect(await eve.next('roomClosed')).toEqual({ roomId });
    expect(await eve.next('callClosed')).toEqual({ peerId, reason: 'roomDeleted' });
    expect((await server.state()).peers).toEqual([]);
    await ada.ask('updatePerson', { name: 'Ada' });
    await ada.ask('sendMessage', { roomId, messageId: 'm', text: 'hush' });
    expect(await eve.errorOf('getMessages', { roomId, from: 1, direction: 'after' })).toBe(
      'notFound',
    );
    expect(eve.received.map(({ name }) => name)).not.toContain('messagePosted');
  });

  test('a room that is renamed sends home whoever waits and may not enter any more', async () => {
    await start();
    const ada = await host();
    const eve = await guest();
    const { roomId } = (await ada.ask('createRoom', { name: 'Lounge', lobby: true })).room;
    await ada.join('Lounge');
    expect(await eve.errorOf('join', joining('Lounge'))).toBe('waitInLobby');
    expect((await ada.next('lobbyChanged')).knocks).toHaveLength(1);
    await ada.ask('updateRoom', { roomId, name: 'Cellar' });
    expect(await eve.next('knockEnded')).toEqual({ roomId, reason: 'roomDeleted' });
    expect((await ada.next('lobbyChanged')).knocks).toEqual([]);
  });

  test('a room that is renamed while somebody enters lets nobody in who may not', async () => {
    await start();
    const ada = await host();
    const eve = await guest();
    await ada.ask('updatePerson', { name: 'Ada' });
    const secured = { name: 'Lounge', password: 'a' };
    const { roomId } = (await ada.ask('createRoom', secured)).room;
    // A password takes longer to check than a room to be renamed.
    const entering = [
      eve.raw('openChat', { roomId, password: 'a' }),
      eve.raw('join', joining('Lounge', { password: 'a' })),
    ];
    await ada.ask('updateRoom', { roomId, name: 'Cellar' });
    await Promise.all(entering);
    await ada.ask('sendMessage', { roomId, messageId: 'm', text: 'hush' });
    await eve.next('roomClosed');
    expect((await server.state()).peers).toEqual([]);
    expect(eve.received.map(({ name }) => name)).not.toContain('messagePosted');
  });

  test('one publishes what is granted, and nothing else', async () => {
    await start();
    const eve = await guest({ publish: ['microphone'] });
    await eve.join('Lounge');
    const camera = { source: 'camera', rtpParameters: vp8() } as const;
    expect(await eve.errorOf('produce', eve.producing(camera))).toBe('notGranted');
    await eve.ask('produce', eve.producing({ source: 'microphone', rtpParameters: opus() }));
    expect((await server.state()).producers).toHaveLength(1);
  });

  test('who may not receive gets no consumer, of nobody, and reads nothing', async () => {
    await start();
    const ada = await host();
    const { peerId } = await ada.join('Lounge');
    const screen = { source: 'screen', rtpParameters: vp8() } as const;
    await ada.ask('produce', ada.producing(screen));
    const eve = await guest({ subscribe: false });
    const { consumers, roomId } = await eve.join('Lounge');
    expect(consumers).toEqual([]);
    await ada.ask('produce', ada.producing({ source: 'microphone', rtpParameters: opus() }));
    expect(await eve.errorOf('subscribe', { peerId, source: 'screen' })).toBe('notGranted');
    expect((await server.state()).consumers).toEqual([]);
    const reading = { from: 1, direction: 'after' };
    expect(await eve.errorOf('openChat', { roomId })).toBe('notGranted');
    expect(await eve.errorOf('getMessages', { roomId, ...reading })).toBe('notGranted');
    expect(await eve.errorOf('searchMessages', { roomId, text: 'a' })).toBe('notGranted');
  });

  test('who may not write reads', async () => {
    await start();
    const ada = await host();
    const { room } = await ada.ask('createRoom', { name: 'Lounge' });
    const { roomId } = room;
    await ada.join('Lounge');
    await ada.ask('sendMessage', { roomId, messageId: 'm', text: 'hello' });
    const eve = await guest({ chat: false });
    expect((await eve.ask('openChat', { roomId })).messages).toHaveLength(1);
    const said = { roomId, messageId: 'm', text: 'hi' };
    expect(await eve.errorOf('sendMessage', said)).toBe('notGranted');
    expect(await eve.errorOf('createUpload', { roomId, name: 'a', sizeBytes: 1 })).toBe(
      'notGranted',
    );
  });

  test('who may moderate is the owner’s equal in the rooms that are granted', async () => {
    await start();
    const ada = await host();
    const secured = { name: 'Lounge', password: 'a' };
    const { roomId } = (await ada.ask('createRoom', secured)).room;
    const mallory = await guest();
    expect(await mallory.errorOf('join', joining('Lounge'))).toBe('passwordRequired');
    expect(await mallory.errorOf('updateRoom', { roomId, topic: 'mine' })).toBe('forbidden');
    const eve = await guest({ moderate: true });
    await eve.join('Lounge');
    expect((await eve.ask('updateRoom', { roomId, topic: 'ours' })).room.topic).toBe('ours');
    expect(await eve.errorOf('updateRoom', { roomId, name: 'Cellar' })).toBe('notGranted');
    const { personId } = mallory.welcome.person;
    await mallory.ask('updatePerson', { name: 'Mallory' });
    await eve.ask('ban', { roomId, personId });
    expect(await mallory.errorOf('join', joining('Lounge'))).toBe('banned');
  });

  test('who is an admin sees the state of the server, and nobody else does', async () => {
    await start();
    const status = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${server.url}/api/state`, { headers })).status;
    };
    expect(await status(await mint({ grants: { admin: true } }))).toBe(200);
    expect(await status(await mint())).toBe(401);
    expect(await status('x')).toBe(401);
  });

  test('a name that the token says stands, in the call and in chat', async () => {
    await start();
    const ada = await guest({}, { name: 'Ada' });
    expect(ada.welcome.grants.name).toBe('Ada');
    const { roomId } = await ada.join('Lounge', 'Somebody else');
    expect(await ada.errorOf('updatePerson', { name: 'Eve' })).toBe('notGranted');
    await ada.ask('updatePerson', { hue: 7 });
    const eve = await guest();
    expect(eve.welcome.rooms[0]?.peers[0]).toMatchObject({ name: 'Ada', hue: 7 });
    const bea = await guest({}, { name: 'Bea' });
    const said = { roomId, messageId: 'm', text: 'hi' };
    expect((await bea.ask('sendMessage', said)).message.name).toBe('Bea');
  });

  test('a subject is one person, whatever the device, and no device can claim to be it', async () => {
    await start();
    const one = await server.connect({ access: await mint({ subject: 'ada' }), secret: SECRET });
    const other = await server.connect({ access: await mint({ subject: 'ada' }) });
    const device = await server.connect({ access: await mint(), secret: SECRET });
    expect(other.welcome.person.personId).toBe(one.welcome.person.personId);
    expect(device.welcome.person.personId).not.toBe(one.welcome.person.personId);
  });

  test('a session whose token runs out is told, and closed; a fresh one takes its call up', async () => {
    await start();
    const ada = await host();
    await ada.join('Lounge', 'Ada');
    const eve = await guest({}, { subject: 'eve' });
    const closed = new Promise<string>((resolve) => {
      eve.socket.once('disconnect', resolve);
    });
    const { peerId, resumeToken } = await eve.join('Lounge', 'Eve');
    await eve.ask('produce', eve.producing({ source: 'camera', rtpParameters: vp8() }));
    server.clock.advance(HOUR_MS - 1);
    await eve.ask('updatePeer', { handRaised: true });
    server.clock.advance(1);
    await eve.next('accessExpired');
    expect(await closed).toBe('io server disconnect');

    const again = await guest({}, { subject: 'eve' });
    const resumed = await again.ask('join', joining('Lounge', { resumeToken }));
    expect(resumed.peerId).toBe(peerId);
    expect(resumed.producers).toHaveLength(1);
    expect(ada.received.map(({ name }) => name)).not.toContain('peerLeft');
  });

  test('a call is not taken up with what is granted no more', async () => {
    await start();
    const wish = { subject: 'eve' };
    const eve = await guest({}, wish);
    const { peerId, resumeToken } = await eve.join('Lounge', 'Eve');
    await eve.ask('produce', eve.producing({ source: 'camera', rtpParameters: vp8() }));
    await eve.cut();
    const silent = await guest({ publish: ['microphone'] }, wish);
    const rejoined = await silent.ask('join', joining('Lounge', { resumeToken }));
    expect(rejoined).toMatchObject({ peerId, producers: [] });
    expect((await server.state()).producers).toEqual([]);
    await silent.cut();

    const elsewhere = await guest({ rooms: ['Cellar'] }, wish);
    const lost = joining('Lounge', { resumeToken: rejoined.resumeToken });
    expect(await elsewhere.errorOf('join', lost)).toBe('notFound');
    await elsewhere.ask('join', { ...lost, room: 'Cellar' });
    expect((await server.state()).rooms.map(({ name }) => name)).toEqual(['Cellar']);
  });
});
