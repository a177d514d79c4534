import type { AckData, RequestInput } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opus, vp8 } from './testing/rtp.ts';
import { type Answer, joining, type TestClient } from './testing/TestClient.ts';
import { NOTHING, TestServer } from './testing/TestServer.ts';

/** As people keep them. */
const ADA = 'a'.repeat(43);
const BOB = 'b'.repeat(43);

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.close());

const camera = { source: 'camera', rtpParameters: vp8() } as const;

/** Joins by the token of a membership that was lost. */
function resume(
  client: TestClient,
  { resumeToken }: Pick<AckData<'join'>, 'resumeToken'>,
  room = 'lounge',
  more: Partial<RequestInput<'join'>> = {},
): Promise<Answer<'join'>> {
  return client.ask('join', joining(room, { resumeToken, ...more }));
}

test('a lost connection is shown after a second, and the next one takes the peer up as it was', async () => {
  const bob = await server.connect({ secret: BOB });
  await bob.join('lounge', 'Bob');
  const ada = await server.connect({ secret: ADA });
  const joined = await ada.join('lounge', 'Ada');
  const { producerId } = await ada.ask('produce', ada.producing(camera));
  await bob.next('consumerOpened');
  const before = await server.state();

  bob.received.length = 0;
  await ada.cut();
  await expect.poll(async () => statuses(await server.state())).toEqual(['joined', 'reconnecting']);
  server.clock.advance(999);
  expect(bob.received.filter(({ name }) => name === 'peerChanged')).toEqual([]);
  server.clock.advance(1);
  expect((await bob.next('peerChanged')).peer).toMatchObject({ name: 'Ada', reconnecting: true });
  const meanwhile = await bob.ask('produce', bob.producing({ ...camera, source: 'screen' }));

  const again = await server.connect({ secret: ADA });
  expect(again.welcome.rooms[0]?.peers).toHaveLength(2);
  const resumed = await resume(again, joined, 'lounge', { deafened: true });
  expect(resumed).toMatchObject({
    peerId: joined.peerId,
    sendTransport: { transportId: joined.sendTransport.transportId },
    recvTransport: { transportId: joined.recvTransport.transportId },
    producers: [{ producerId, source: 'camera', wantedLayer: null }],
    consumers: [{ producerId: meanwhile.producerId }],
  });
  await expect
    .poll(async () => (await server.state()).consumers.map(({ paused }) => paused))
    .toEqual([false, false]);
  const { peer } = await bob.next('peerChanged');
  expect(peer).toMatchObject({ reconnecting: false, deafened: false });
  expect((await bob.next('peerChanged')).peer).toMatchObject({ deafened: true });
  expect(bob.received.some(({ name }) => name === 'peerLeft' || name === 'peerJoined')).toBe(false);
  expect((await server.state()).transports.map(({ transportId }) => transportId)).toEqual(
    before.transports.map(({ transportId }) => transportId),
  );
  // It is this session's peer from now on, with everything that it may do.
  await again.ask('closeProducer', { producerId });
});

test('whoever does not come back is gone after 20 seconds, whoever leaves at once', async () => {
  const bob = await server.connect();
  await bob.join('lounge', 'Bob');
  const [ada, cem] = [await server.connect(), await server.connect()];
  const { peerId } = await ada.join('lounge', 'Ada');
  await cem.join('lounge', 'Cem');
  cem.close();
  await bob.next('peerLeft');
  await ada.cut();
  await expect.poll(async () => statuses(await server.state())).toEqual(['joined', 'reconnecting']);
  server.clock.advance(19_999);
  expect(statuses(await server.state())).toEqual(['joined', 'reconnecting']);
  server.clock.advance(1);
  expect((await bob.next('peerLeft')).peerId).toBe(peerId);
  bob.close();
  await expect.poll(() => server.state()).toEqual(NOTHING);
  expect(server.clock.pending).toBe(0);
});

test('a peer that was given up comes back under its id, on new media', async () => {
  const ada = await server.connect({ secret: ADA });
  const joined = await ada.join('lounge');
  await ada.cut();
  await expect.poll(async () => statuses(await server.state())).toEqual(['reconnecting']);
  server.clock.advance(20_000);
  await expect.poll(() => server.state()).toEqual(NOTHING);
  const again = await server.connect({ secret: ADA });
  const resumed = await resume(again, joined);
  expect(resumed.peerId).toBe(joined.peerId);
  expect(resumed.roomId).toBe(joined.roomId);
  expect(resumed.sendTransport.transportId).not.toBe(joined.sendTransport.transportId);
});

test('after a restart everybody is who they were, in the room that it was, without a password', async () => {
  const bob = await server.connect({ secret: BOB });
  await bob.ask('createRoom', { name: 'vault', password: 'sesame' });
  const ada = await server.connect({ secret: ADA });
  const before = [
    await ada.ask('join', joining('vault', { password: 'sesame' })),
    await bob.join('lounge', 'Bob'),
  ];
  await server.restart();
  const [ada2, bob2] = [
    await server.connect({ secret: ADA }),
    await server.connect({ secret: BOB }),
  ];
  // Whoever comes first does not become the owner of a room that was somebody else's.
  const guest = await server.connect();
  const after = [await resume(ada2, before[0]!, 'vault'), await resume(bob2, before[1]!)];
  await guest.join('lounge', 'Guest');
  const ids = ({ peerId, roomId }: AckData<'join'>) => ({ peerId, roomId });
  expect(after.map(ids)).toEqual(before.map(ids));
  const { rooms } = await guest.ask('getSnapshot', {});
  expect(rooms.find(({ name }) => name === 'lounge')?.ownerId).toBe(bob.welcome.person.personId);
});

test('a new password, or a ban, holds for those who come back too', async () => {
  const bob = await server.connect({ secret: BOB });
  const { room } = await bob.ask('createRoom', { name: 'vault', password: 'sesame' });
  const ada = await server.connect({ secret: ADA });
  const joined = await ada.ask('join', joining('vault', { password: 'sesame' }));
  await server.restart();
  const bob2 = await server.connect({ secret: BOB });
  await bob2.ask('updateRoom', { roomId: room.roomId, password: 'mellon' });
  const ada2 = await server.connect({ secret: ADA });
  const { resumeToken } = joined;
  const request = joining('vault', { resumeToken });
  expect(await ada2.errorOf('join', request)).toBe('passwordRequired');
  expect(await ada2.errorOf('join', { ...request, password: 'mellon' })).toBe('no error');
  const { personId } = ada2.welcome.person;
  await bob2.ask('ban', { roomId: room.roomId, personId, forMs: null });
  expect(await ada2.errorOf('join', request)).toBe('banned');
});

test('a room that was deleted meanwhile does not come back with its last guest', async () => {
  const bob = await server.connect({ secret: BOB });
  const { room } = await bob.ask('createRoom', { name: 'den' });
  const ada = await server.connect({ secret: ADA });
  const { resumeToken } = await ada.join('den');
  await ada.cut();
  await bob.ask('deleteRoom', { roomId: room.roomId });
  const ada2 = await server.connect({ secret: ADA });
  expect(await ada2.errorOf('join', joining('den', { resumeToken }))).toBe('notFound');
});

test('a token is worth nothing to others, and nonsense counts as none', async () => {
  const ada = await server.connect({ secret: ADA });
  const joined = await ada.join('lounge');
  const eve = await server.connect();
  const stolen = await resume(eve, joined);
  expect(stolen.peerId).not.toBe(joined.peerId);
  expect((await server.state()).peers).toHaveLength(2);
  const fay = await server.connect();
  const forged = await resume(fay, { resumeToken: `${joined.resumeToken.slice(0, -2)}xx` });
  expect(forged.peerId).not.toBe(joined.peerId);
  await eve.ask('leave', { resumeToken: joined.resumeToken });
  expect((await server.state()).peers.map(({ peerId }) => peerId)).toContain(joined.peerId);
});

test('a second session with the token takes over from the first, which is in no call any more', async () => {
  const ada = await server.connect({ secret: ADA });
  const joined = await ada.join('lounge');
  const again = await server.connect({ secret: ADA });
  const resumed = await resume(again, joined);
  expect(resumed.peerId).toBe(joined.peerId);
  expect(await ada.errorOf('updatePeer', { deafened: true })).toBe('notJoined');
  ada.close();
  await again.ask('updatePeer', { deafened: true });
  expect((await server.state()).peers).toMatchObject([{ state: 'joined' }]);
});

test('whoever leaves while the connection is lost leaves by the token', async () => {
  const ada = await server.connect({ secret: ADA });
  const { resumeToken } = await ada.join('lounge');
  await ada.cut();
  const again = await server.connect({ secret: ADA });
  await again.ask('leave', { resumeToken });
  await expect.poll(() => server.state()).toEqual(NOTHING);
});

test('what a move left behind when its answer was lost goes when its person is back', async () => {
  const ada = await server.connect({ secret: ADA });
  const joined = await ada.join('lounge');
  // The client never hears of this one.
  await ada.join('garden');
  await ada.cut();
  const again = await server.connect({ secret: ADA });
  await resume(again, joined);
  const { peers, rooms } = await server.state();
  expect(peers).toMatchObject([{ peerId: joined.peerId, state: 'joined' }]);
  expect(rooms).toMatchObject([{ name: 'lounge' }]);
});

test('with its worker a peer loses no publication, if it publishes again in time', async () => {
  const [ada, bob] = [await server.connect(), await server.connect()];
  const { peerId } = await ada.join('lounge', 'Ada');
  await bob.join('lounge', 'Bob');
  await ada.ask('produce', ada.producing({ ...camera, layerHeights: [360] }));
  await ada.ask('produce', ada.producing({ source: 'microphone', rtpParameters: opus() }));
  await bob.next('consumerOpened');
  const [pid] = await server.workerPids();
  process.kill(pid!, 'SIGKILL');
  await Promise.all([ada.next('mediaLost'), bob.next('mediaLost')]);
  expect(await ada.errorOf('restartIce', { transportId: 'x' })).toBe('mediaUnavailable');
  await expect.poll(() => ada.errorOf('renewMedia', {})).toBe('no error');
  const shown = async () => {
    const { rooms } = await bob.ask('getSnapshot', {});
    const peer = rooms[0]?.peers.find((each) => each.peerId === peerId);
    return peer?.publications.map(({ source }) => source).sort();
  };
  expect(await shown()).toEqual(['camera', 'microphone']);
  await ada.ask('produce', ada.producing({ source: 'microphone', rtpParameters: opus() }));
  expect(await shown()).toEqual(['camera', 'microphone']);
  expect(bob.received.filter(({ name }) => name === 'publicationClosed')).toEqual([]);
  server.clock.advance(10_000);
  expect(await bob.next('publicationClosed')).toMatchObject({ peerId, source: 'camera' });
  expect(await shown()).toEqual(['microphone']);
  // Whoever asks only now gets everything that there is.
  const { consumers } = await bob.ask('renewMedia', {});
  expect(consumers).toMatchObject([{ peerId, source: 'microphone' }]);
});

test('what a peer has asked for and declined outlives its media, and that of the others', async () => {
  const [ada, bob] = [await server.connect(), await server.connect()];
  const { peerId } = await ada.join('lounge', 'Ada');
  await bob.join('lounge', 'Bob');
  await bob.ask('unsubscribe', { peerId, source: 'camera' });
  await ada.ask('renewMedia', {});
  await bob.ask('renewMedia', {});
  await ada.ask('produce', ada.producing(camera));
  await ada.ask('produce', ada.producing({ source: 'microphone', rtpParameters: opus() }));
  expect((await bob.next('consumerOpened')).consumer.source).toBe('microphone');
  expect((await server.state()).consumers).toHaveLength(1);
});

test('new ICE parameters come for the own transports alone', async () => {
  const [ada, bob] = [await server.connect(), await server.connect()];
  const { sendTransport } = await ada.join('lounge', 'Ada');
  const foreign = await bob.join('lounge', 'Bob');
  const { iceParameters } = await ada.ask('restartIce', {
    transportId: sendTransport.transportId,
  });
  expect(iceParameters.usernameFragment).not.toBe(sendTransport.iceParameters.usernameFragment);
  const { transportId } = foreign.sendTransport;
  expect(await ada.errorOf('restartIce', { transportId })).toBe('notFound');
});

test('media is renewed now and then, not all the time', async () => {
  const ada = await server.connect();
  await ada.join('lounge');
  const outcomes = await Promise.all(
    Array.from({ length: 7 }, () => ada.errorOf('renewMedia', {})),
  );
  expect(outcomes).toContain('tooManyRequests');
  expect((await server.state()).transports).toHaveLength(2);
});

function statuses({ peers }: typeof NOTHING): string[] {
  return peers.map(({ state }) => state);
}
