import { afterEach, beforeEach, expect, test } from 'vitest';
import { joining, type TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';
import { opus, vp8 } from './testing/rtp.ts';

const ADA = 'ada-has-a-secret-of-128-bits';
const BOB = 'bob-has-a-secret-of-128-bits';
const EVE = 'eve-has-a-secret-of-128-bits';

let server: TestServer;
/** Owns the room. */
let ada: TestClient;
let bob: TestClient;
let eve: TestClient;
let roomId: string;

beforeEach(async () => {
  server = await TestServer.start();
  await connect();
  roomId = (await ada.ask('createRoom', { name: 'Lounge' })).room.roomId;
});

afterEach(() => server.close());

async function connect(): Promise<void> {
  ada = await server.connect({ secret: ADA, forwardedFor: '203.0.113.1' });
  bob = await server.connect({ secret: BOB, forwardedFor: '203.0.113.2' });
  eve = await server.connect({ secret: EVE, forwardedFor: '203.0.113.3' });
}

function idOf(client: TestClient): string {
  return client.welcome.person.personId;
}

async function appoint(client: TestClient): Promise<void> {
  const personId = idOf(client);
  await ada.ask('setModerator', { roomId, personId, moderates: true });
}

async function publish(client: TestClient, source: 'microphone' | 'camera' | 'screen') {
  const rtpParameters = source === 'microphone' ? opus() : vp8();
  return client.ask('produce', client.producing({ source, rtpParameters }));
}

async function peersOf(): Promise<string[]> {
  return (await server.state()).peers.map((peer) => peer.name).sort();
}

test('whoever moderates mutes somebody, who hears by whom and opens the microphone again', async () => {
  await ada.join('Lounge', 'Ada');
  const { peerId } = await eve.join('Lounge', 'Eve');
  const { producerId } = await publish(eve, 'microphone');
  await bob.next('publicationChanged');
  await ada.ask('mutePeer', { roomId, peerId, source: 'microphone' });
  expect((await server.state()).producers).toMatchObject([{ producerId, paused: true }]);
  expect(await bob.next('publicationChanged')).toMatchObject({ publication: { paused: true } });
  expect(await eve.next('mutedBy')).toEqual({
    roomId,
    source: 'microphone',
    personId: idOf(ada),
    name: 'Ada',
  });
  await eve.ask('resumeProducer', { producerId });
  expect(await bob.next('publicationChanged')).toMatchObject({ publication: { paused: false } });
});

test('a screen that is stopped takes its sound with it, and what is paused is nobody’s news', async () => {
  await ada.join('Lounge', 'Ada');
  const { peerId } = await eve.join('Lounge', 'Eve');
  await publish(eve, 'screen');
  const sound = { source: 'screenAudio' as const, rtpParameters: opus() };
  await eve.ask('produce', eve.producing(sound));
  await ada.ask('mutePeer', { roomId, peerId, source: 'screen' });
  const told = [await eve.next('mutedBy'), await eve.next('mutedBy')];
  expect(told.map(({ source }) => source).sort()).toEqual(['screen', 'screenAudio']);
  await ada.ask('mutePeer', { roomId, peerId, source: 'screen' });
  expect(eve.received.some((received) => received.name === 'mutedBy')).toBe(false);
});

test('a mute and an unmute at once leave everybody with the same picture', async () => {
  await ada.join('Lounge', 'Ada');
  const { peerId } = await eve.join('Lounge', 'Eve');
  const { producerId } = await publish(eve, 'microphone');
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([
      ada.ask('mutePeer', { roomId, peerId, source: 'microphone' }),
      eve.ask('resumeProducer', { producerId }),
    ]);
    const paused = (await server.state()).producers[0]?.paused;
    const { rooms } = await bob.ask('getSnapshot', {});
    expect(rooms[0]?.peers.find((peer) => peer.peerId === peerId)?.publications).toMatchObject([
      { source: 'microphone', paused },
    ]);
    const told = bob.received.filter((received) => received.name === 'publicationChanged');
    expect(told.at(-1)?.data).toMatchObject({ publication: { paused } });
  }
});

test('nobody else moderates, and nobody can be touched who is not there', async () => {
  const { peerId } = await ada.join('Lounge', 'Ada');
  await eve.join('Lounge', 'Eve');
  await publish(ada, 'microphone');
  const [personId, nobody] = [idOf(ada), 'nobody'];
  const requests = {
    mutePeer: [
      { peerId, source: 'microphone' },
      { peerId: nobody, source: 'microphone' },
    ],
    removePerson: [{ personId }, { personId: nobody }],
    ban: [{ personId }, { personId: nobody }],
    unban: [{ personId }, { personId: nobody }],
    admit: [{ knockId: nobody }],
    refuse: [{ knockId: nobody }],
    setModerator: [
      { personId, moderates: true },
      { personId: nobody, moderates: true },
    ],
    handOn: [{ personId }, { personId: nobody }],
  };
  for (const [request, targets] of Object.entries(requests)) {
    for (const target of targets) {
      // Whether there is such a target cannot be told from the answer.
      expect(await eve.errorOf(request, { roomId, ...target })).toBe('forbidden');
      expect(await eve.errorOf(request, { roomId: nobody, ...target })).toBe('notFound');
    }
    expect(await ada.errorOf(request, { roomId, ...targets.at(-1) })).toBe('notFound');
  }
  expect(await eve.errorOf('updateRoom', { roomId, locked: true })).toBe('forbidden');
  // A publication that there is not; and peers of another room.
  const other = await bob.join('Attic', 'Bob');
  await publish(bob, 'microphone');
  for (const target of [
    { peerId, source: 'camera' },
    { peerId: other.peerId, source: 'microphone' },
  ]) {
    expect(await ada.errorOf('mutePeer', { roomId, ...target })).toBe('notFound');
  }
  expect(await ada.errorOf('removePerson', { roomId, personId: idOf(bob) })).toBe('notFound');
});

test('whom the owner names moderates, except for the owner and each other', async () => {
  const [adaPeer] = [await ada.join('Lounge', 'Ada')];
  await bob.join('Lounge', 'Bob');
  await eve.join('Lounge', 'Eve');
  await publish(ada, 'microphone');
  await appoint(bob);
  expect(await eve.next('roomChanged')).toMatchObject({ room: { moderatorIds: [idOf(bob)] } });
  await appoint(eve);
  const [adaId, eveId] = [idOf(ada), idOf(eve)];
  for (const personId of [adaId, eveId, idOf(bob)]) {
    expect(await bob.errorOf('removePerson', { roomId, personId })).toBe('notFound');
    expect(await bob.errorOf('ban', { roomId, personId })).toBe('notFound');
  }
  for (const change of [{ name: 'Salon' }, { topic: 'x', locked: true }, { password: 'p' }]) {
    expect(await bob.errorOf('updateRoom', { roomId, ...change })).toBe('forbidden');
  }
  for (const request of ['deleteRoom', 'handOn', 'setModerator']) {
    const data = { roomId, personId: eveId, moderates: false };
    expect(await bob.errorOf(request, data)).toBe('forbidden');
  }
  await bob.ask('mutePeer', { roomId, peerId: adaPeer.peerId, source: 'microphone' });
  await bob.ask('updateRoom', { roomId, locked: true });
  await ada.ask('setModerator', { roomId, personId: eveId, moderates: false });
  await bob.ask('removePerson', { roomId, personId: eveId });
  await server.restart();
  await connect();
  expect(ada.welcome.rooms).toMatchObject([{ moderatorIds: [idOf(bob)], locked: true }]);
});

test('whoever is removed is out with every session, and may come back on purpose', async () => {
  await ada.join('Lounge', 'Ada');
  const tab = await server.connect({ secret: EVE, forwardedFor: '203.0.113.3' });
  const [first, second] = [await eve.join('Lounge', 'Eve'), await tab.join('Lounge', 'Eve')];
  await ada.ask('removePerson', { roomId, personId: idOf(eve) });
  expect(await eve.next('callClosed')).toEqual({ peerId: first.peerId, reason: 'removed' });
  expect(await tab.next('callClosed')).toEqual({ peerId: second.peerId, reason: 'removed' });
  expect(await peersOf()).toEqual(['Ada']);
  expect((await ada.ask('getBans', { roomId })).bans).toEqual([]);
  await eve.join('Lounge', 'Eve');
  expect(await peersOf()).toEqual(['Ada', 'Eve']);
});

test('a removal does not undo a ban that was on its way', async () => {
  const busy = ['a', 'b', 'c'].map((name) => ada.ask('createRoom', { name }));
  await eve.join('Lounge', 'Eve');
  const personId = idOf(eve);
  await Promise.all([
    ...busy,
    ada.ask('ban', { roomId, personId }),
    ada.errorOf('removePerson', { roomId, personId }),
  ]);
  // What is asked for next comes after everything that is being saved.
  await ada.ask('updateRoom', { roomId, topic: 'x' });
  await server.restart();
  await connect();
  expect(await eve.errorOf('join', joining('Lounge'))).toBe('banned');
});

test('whoever is removed while joining does not get in by that join', async () => {
  await ada.join('Lounge', 'Ada');
  const personId = idOf(eve);
  for (let round = 0; round < 10; round += 1) {
    const [joined, removed] = await Promise.all([
      eve.errorOf('join', joining('Lounge', { name: 'Eve' })),
      ada.errorOf('removePerson', { roomId, personId }),
    ]);
    // Removed before they were there, while they came in, or after.
    expect(['no error', 'removed']).toContain(joined);
    const stayed = removed === 'notFound';
    expect(await peersOf()).toEqual(stayed ? ['Ada', 'Eve'] : ['Ada']);
    if (stayed) await eve.ask('leave', {});
  }
});

test('a ban holds for the address too, but not for whoever moderates or is in the call', async () => {
  await ada.join('Lounge', 'Ada');
  await eve.join('Lounge', 'Eve');
  const flatmate = await server.connect({ forwardedFor: '203.0.113.3' });
  await flatmate.join('Lounge', 'Flatmate');
  await ada.ask('ban', { roomId, personId: idOf(eve) });
  expect(await peersOf()).toEqual(['Ada', 'Flatmate']);
  const disguised = await server.connect({ forwardedFor: '203.0.113.3' });
  expect(await disguised.errorOf('join', joining('Lounge'))).toBe('banned');
  expect(await disguised.errorOf('openChat', { roomId })).toBe('banned');
  await flatmate.ask('openChat', { roomId });
  const owner = await server.connect({ secret: ADA, forwardedFor: '203.0.113.3' });
  await owner.join('Lounge', 'Ada');
  // Another household comes and goes as it likes, and nobody is told an address.
  await bob.join('Lounge', 'Bob');
  const { bans } = await ada.ask('getBans', { roomId });
  expect(Object.keys(bans[0]!).sort()).toEqual(['at', 'name', 'personId', 'until']);
  expect(JSON.stringify([bans, ada.received, eve.received])).not.toContain('203.0.113');

  await server.restart();
  const again = await server.connect({ forwardedFor: '203.0.113.3' });
  expect(await again.errorOf('join', joining('Lounge'))).toBe('banned');
  await connect();
  await ada.ask('unban', { roomId, personId: idOf(eve) });
  expect(await ada.errorOf('unban', { roomId, personId: idOf(eve) })).toBe('notFound');
  await again.join('Lounge', 'Again');
  await eve.join('Lounge', 'Eve');
});

test('whoever bans does not ban their own house, nor this machine', async () => {
  const [brother, local] = [
    await server.connect({ forwardedFor: '203.0.113.1' }),
    await server.connect(),
  ];
  for (const [client, called] of [
    [brother, 'Brother'],
    [local, 'Local'],
  ] as const) {
    await client.join('Lounge', called);
    await ada.ask('ban', { roomId, personId: idOf(client) });
    expect(await client.errorOf('join', joining('Lounge'))).toBe('banned');
  }
  await (await server.connect({ forwardedFor: '203.0.113.1' })).join('Lounge');
  await (await server.connect()).join('Lounge');
});

test('a ban for a time is over after it, and takes a name back', async () => {
  await bob.join('Lounge', 'Bob');
  await appoint(bob);
  await ada.ask('ban', { roomId, personId: idOf(bob), forMs: 1000 });
  expect(await bob.next('callClosed')).toMatchObject({ reason: 'banned' });
  expect((await eve.ask('getSnapshot', {})).rooms).toMatchObject([{ moderatorIds: [] }]);
  const { bans } = await ada.ask('getBans', { roomId });
  expect(bans).toMatchObject([{ until: bans[0]!.at + 1000 }]);
});

test('a locked room lets in nobody new, and keeps whoever is in', async () => {
  await bob.join('Lounge', 'Bob');
  await ada.ask('updateRoom', { roomId, locked: true });
  expect(await eve.next('roomChanged')).toMatchObject({ room: { locked: true } });
  expect(await eve.errorOf('join', joining('Lounge'))).toBe('roomLocked');
  const tab = await server.connect({ secret: BOB });
  await tab.join('Lounge', 'Bob');
  await ada.join('Lounge', 'Ada');
  // Reading and writing is another matter.
  await eve.ask('openChat', { roomId });
  for (const client of [bob, tab]) await client.ask('leave', {});
  expect(await bob.errorOf('join', joining('Lounge'))).toBe('roomLocked');
  await server.restart();
  await connect();
  expect(await eve.errorOf('join', joining('Lounge'))).toBe('roomLocked');
  await ada.ask('updateRoom', { roomId, locked: false });
  await eve.join('Lounge');
});

test('whoever owns a room hands it on, and moderates from then on', async () => {
  await eve.join('Lounge', 'Eve');
  await ada.ask('handOn', { roomId, personId: idOf(eve) });
  const roles = { ownerId: idOf(eve), moderatorIds: [idOf(ada)] };
  expect(await bob.next('roomChanged')).toMatchObject({ room: roles });
  expect(await ada.errorOf('deleteRoom', { roomId })).toBe('forbidden');
  await ada.ask('updateRoom', { roomId, locked: true });
  // And back: whoever moderates need not be there.
  ada.close();
  await eve.ask('handOn', { roomId, personId: idOf(ada) });
  await server.restart();
  await connect();
  expect(ada.welcome.rooms).toMatchObject([{ ownerId: idOf(ada), moderatorIds: [idOf(eve)] }]);
});

test('a room that a link opened is moderated by whoever opened it, and goes all the same', async () => {
  const { roomId: corridor } = await bob.join('Corridor', 'Bob');
  await eve.join('Corridor', 'Eve');
  await bob.ask('removePerson', { roomId: corridor, personId: idOf(eve) });
  await bob.ask('leave', {});
  expect((await ada.ask('getSnapshot', {})).rooms.map((room) => room.name)).toEqual(['Lounge']);
});

test('no more than so many moderate a room', async () => {
  const many = await Promise.all(Array.from({ length: 51 }, () => server.connect()));
  const answers: string[] = [];
  for (const [index, client] of many.entries()) {
    await client.ask('updatePerson', { name: `Person ${index}` });
    const data = { roomId, personId: idOf(client), moderates: true };
    answers.push(await ada.errorOf('setModerator', data));
  }
  expect(answers.filter((code) => code === 'no error')).toHaveLength(50);
  expect(answers.at(-1)).toBe('tooManyModerators');
});

/** Their connection breaks, and the server has noticed. */
async function lose(client: TestClient): Promise<void> {
  await client.cut();
  await expect
    .poll(async () => (await server.state()).peers.map(({ state }) => state))
    .toContain('reconnecting');
}

test('whoever was removed while their connection was lost cannot take up what they had', async () => {
  await ada.join('Lounge', 'Ada');
  const { resumeToken } = await eve.join('Lounge', 'Eve');
  await lose(eve);
  await ada.ask('removePerson', { roomId, personId: idOf(eve) });
  expect(await peersOf()).toEqual(['Ada']);
  const again = await server.connect({ secret: EVE });
  const resuming = joining('Lounge', { name: 'Eve', resumeToken });
  expect(await again.errorOf('join', resuming)).toBe('removed');
  // Nor after a restart, which forgets nothing that matters. On purpose is another matter.
  await ada.ask('updateRoom', { roomId, topic: 'x' });
  await server.restart();
  await connect();
  expect(await eve.errorOf('join', resuming)).toBe('removed');
  const fresh = await eve.join('Lounge', 'Eve');
  await eve.ask('leave', {});
  await eve.ask('join', { ...resuming, resumeToken: fresh.resumeToken });
});

test('a lock keeps out nobody who was in and comes back', async () => {
  await ada.join('Lounge', 'Ada');
  const { resumeToken } = await eve.join('Lounge', 'Eve');
  await ada.ask('updateRoom', { roomId, locked: true, lobby: true });
  await lose(eve);
  await (await server.connect({ secret: EVE })).ask('join', joining('Lounge', { resumeToken }));
  await server.restart();
  await connect();
  await eve.ask('join', joining('Lounge', { resumeToken }));
  expect(await bob.errorOf('join', joining('Lounge'))).toBe('roomLocked');
});

/** Of the second, that it is lost shows only because nothing is acknowledged. */
test.each([
  { lost: 'before', acknowledges: true },
  { lost: 'meanwhile', acknowledges: false },
])(
  'whoever lost the connection $lost hears of a mute when they are back',
  async ({ lost, acknowledges }) => {
    await ada.join('Lounge', 'Ada');
    const former = await server.connect({ secret: EVE, acknowledges });
    const { peerId, resumeToken } = await former.join('Lounge', 'Eve');
    await publish(former, 'microphone');
    if (lost === 'before') await lose(former);
    await ada.ask('mutePeer', { roomId, peerId, source: 'microphone' });
    if (lost === 'meanwhile') await lose(former);
    const again = await server.connect({ secret: EVE });
    await again.ask('join', joining('Lounge', { resumeToken }));
    expect(await again.next('mutedBy')).toMatchObject({ source: 'microphone', name: 'Ada' });
    expect((await server.state()).producers).toMatchObject([{ paused: true }]);
  },
);
