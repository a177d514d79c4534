import type { MediaDocument, TopologyRule } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opus } from './testing/rtp.ts';
import { joining, type TestClient } from './testing/TestClient.ts';
import { NOTHING, TestServer } from './testing/TestServer.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.close());

interface Member {
  client: TestClient;
  roomId: string;
  peerId: string;
  resumeToken: string;
  media: MediaDocument;
}

/** Somebody who can connect directly, and whom a server with rules of its own would not know. */
async function join(
  name: string,
  topologyRule?: TopologyRule,
  mesh = true,
  resumeToken?: string,
): Promise<Member> {
  const client = await server.connect({ secret: `the-secret-of-${name}-is-128-bits` });
  const rule = topologyRule && { topologyRule };
  const joined = await client.ask('join', joining('lounge', { name, mesh, resumeToken, ...rule }));
  return { client, ...joined };
}

const inForce = async () => (await server.state()).rooms[0]?.topology;

/** Does what a client does that is told of a change: takes the new media. */
async function crossOver({ client }: Member): Promise<MediaDocument> {
  await client.next('topologyChanging');
  return client.ask('renewMedia', {});
}

async function settle({ client }: Member, { mediaId }: MediaDocument, shows = true) {
  await client.ask('settleMedia', { mediaId, shows });
}

/** Two in a room that is `auto`, after their change to links. */
async function twoInMesh(): Promise<[Member, Member]> {
  const members: [Member, Member] = [await join('ada'), await join('bob')];
  server.clock.advance(3_000);
  for (const member of members) {
    member.media = await crossOver(member);
    await settle(member, member.media);
  }
  await expect.poll(inForce).toBe('mesh');
  return members;
}

test('two begin over the server, and move to a link once it carries everything', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  expect([ada.media.by, bob.media.by]).toEqual(['router', 'router']);
  const { producerId } = await ada.client.ask(
    'produce',
    ada.client.producing({ source: 'microphone', rtpParameters: opus() }),
  );
  server.clock.advance(3_000);
  const [direct, other] = [await crossOver(ada), await crossOver(bob)];
  expect(direct).toMatchObject({ by: 'links', links: [] });
  expect(other).toMatchObject({ by: 'links', links: [{ peerId: ada.peerId, polite: false }] });
  const { link } = await ada.client.next('linkOpened');
  expect(link).toMatchObject({ peerId: bob.peerId, polite: true });
  // What there was flows on beside it, and the publication is there once.
  expect(await inForce()).toBe('sfu');
  await ada.client.ask('produce', ada.client.producing({ source: 'microphone' }));
  const during = await server.state();
  expect(during.producers.map(({ type }) => type).sort()).toEqual(['direct', 'simple']);
  expect(during.rooms).toHaveLength(1);
  expect(during.links).toMatchObject([{ linkId: link.linkId, state: 'connecting' }]);
  await ada.client.ask('pauseProducer', { producerId });

  await settle(ada, direct);
  expect(await inForce()).toBe('sfu');
  await settle(bob, other);
  expect(await ada.client.next('mediaSettled')).toEqual({
    peerId: ada.peerId,
    mediaId: direct.mediaId,
  });
  expect(await inForce()).toBe('mesh');
  const after = await server.state();
  expect(after.transports).toEqual([]);
  expect(after.producers.map(({ type }) => type)).toEqual(['direct']);
  for (const { client } of [ada, bob]) client.close();
  await expect.poll(() => server.state()).toEqual(NOTHING);
});

test('what one end of a link says the other hears, in order, and nobody else', async () => {
  const [ada, bob] = await twoInMesh();
  const linkId = bob.media.by === 'links' ? bob.media.links[0]!.linkId : '';
  const eve = await server.connect();
  await eve.ask('join', joining('elsewhere', { name: 'Eve' }));
  const said = ['one', 'two', 'three'].map((sdp) => ({
    kind: 'description' as const,
    description: { type: 'offer' as const, sdp },
  }));
  for (const signal of said) await bob.client.ask('signalLink', { linkId, signal });
  for (const signal of said) {
    expect(await ada.client.next('linkSignaled')).toEqual({ linkId, signal });
  }
  const about = { linkId, signal: said[0] };
  expect(await eve.errorOf('signalLink', about)).toBe('notFound');
  const report = { linkId, state: 'connected', relayed: true } as const;
  expect(await eve.errorOf('reportLink', report)).toBe('notFound');
  for (const { client } of [ada, bob]) await client.ask('reportLink', report);
  expect((await server.state()).links).toMatchObject([{ state: 'connected', relayed: true }]);
});

test('a third person has everybody over the server, while the two hear each other on', async () => {
  const [ada, bob] = await twoInMesh();
  const cem = await join('cem');
  expect(cem.media.by).toBe('router');
  const [one, other] = [await crossOver(ada), await crossOver(bob)];
  expect([one.by, other.by]).toEqual(['router', 'router']);
  expect(await inForce()).toBe('mesh');
  await settle(ada, one);
  await settle(bob, other);
  await expect.poll(inForce).toBe('sfu');
  // The link stays for what else goes over it, until one of them goes.
  expect((await server.state()).links).toHaveLength(1);
  cem.client.close();
  bob.client.close();
  await ada.client.next('linkClosed');
  expect((await server.state()).links).toEqual([]);
});

test('a third person who comes while two still connect keeps them where they were', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  server.clock.advance(3_000);
  await crossOver(ada);
  const cem = await join('cem');
  expect(cem.media.by).toBe('router');
  expect(await ada.client.next('mediaSettled')).toEqual({
    peerId: ada.peerId,
    mediaId: ada.media.mediaId,
  });
  await bob.client.ask('produce', {
    mediaId: bob.media.mediaId,
    source: 'microphone',
    rtpParameters: opus(),
  });
  expect(await inForce()).toBe('sfu');
});

test('where no direct way is found they stay, and it is not tried again at once', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  server.clock.advance(3_000);
  const direct = await crossOver(ada);
  await crossOver(bob);
  await settle(ada, direct, false);
  for (const { client, peerId, media } of [ada, bob]) {
    expect(await client.next('mediaSettled')).toEqual({ peerId, mediaId: media.mediaId });
    // Nor in the background, where nothing would come of it.
    await client.next('linkClosed');
  }
  expect((await server.state()).links).toEqual([]);
  server.clock.advance(30_000);
  expect(ada.client.received.some(({ name }) => name === 'topologyChanging')).toBe(false);
  server.clock.advance(33_000);
  await crossOver(ada);
});

test('a link that fails later leads back over the server', async () => {
  const [ada, bob] = await twoInMesh();
  const linkId = bob.media.by === 'links' ? bob.media.links[0]!.linkId : '';
  await ada.client.ask('reportLink', { linkId, state: 'failed', relayed: false });
  expect((await crossOver(ada)).by).toBe('router');
  expect((await crossOver(bob)).by).toBe('router');
});

test('where one of the direct ways of three does not come about, all go over the server', async () => {
  const [ada, bob, cem] = [await join('ada', 'mesh'), await join('bob'), await join('cem')];
  const [toAda, toBob] = cem.media.by === 'links' ? cem.media.links : [];
  const connected = { linkId: toAda!.linkId, state: 'connected', relayed: false } as const;
  for (const { client } of [ada, cem]) await client.ask('reportLink', connected);
  const failed = { linkId: toBob!.linkId, state: 'failed', relayed: false } as const;
  await bob.client.ask('reportLink', failed);
  for (const member of [ada, bob, cem]) await settle(member, await crossOver(member));
  await expect.poll(inForce).toBe('sfu');
  // What did come about serves whatever else goes over it.
  expect((await server.state()).links).toMatchObject([{ linkId: connected.linkId }]);
});

test('whoever never says how a change went holds nobody up', async () => {
  const [ada, bob] = await twoInMesh();
  await join('cem');
  await settle(ada, await crossOver(ada));
  server.clock.advance(10_000);
  await expect.poll(inForce).toBe('sfu');
  // Bob has not moved: all that he had is closed, and he asks for other media.
  await bob.client.next('mediaLost');
  expect((await bob.client.ask('renewMedia', {})).by).toBe('router');
});

test('a client that knows no links keeps a room over the server', async () => {
  await join('ada');
  const old = await join('bob', undefined, false);
  server.clock.advance(60_000);
  expect(await inForce()).toBe('sfu');
  expect(old.client.received.some(({ name }) => name === 'topologyChanging')).toBe(false);
});

test('a room that a link opens has the topology that the link asks for', async () => {
  const [ada, bob] = [await join('ada', 'mesh'), await join('bob', 'sfu')];
  expect([ada.media.by, bob.media.by]).toEqual(['links', 'links']);
  expect(await inForce()).toBe('mesh');
  // Who moderates changes it while people talk; others may not.
  const change = { roomId: ada.roomId, topologyRule: 'sfu' as const };
  expect(await bob.client.errorOf('updateRoom', change)).toBe('forbidden');
  await ada.client.ask('updateRoom', change);
  for (const member of [ada, bob]) await settle(member, await crossOver(member));
  await expect.poll(inForce).toBe('sfu');
});

test('a mesh that is asked for has room for eight', async () => {
  for (let index = 0; index < 8; index += 1) await join(`person-${index}`, 'mesh');
  await expect(join('one-more')).rejects.toThrow('roomFull');
});

test('whoever is muted in a change is muted wherever it ends', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  await bob.client.ask(
    'produce',
    bob.client.producing({ source: 'microphone', rtpParameters: opus() }),
  );
  server.clock.advance(3_000);
  await crossOver(bob);
  await bob.client.ask('produce', bob.client.producing({ source: 'microphone' }));
  const { roomId } = ada;
  await ada.client.ask('mutePeer', { roomId, peerId: bob.peerId, source: 'microphone' });
  expect((await server.state()).producers.map(({ paused }) => paused)).toEqual([true, true]);
});

test('a connection that is lost in a change takes part in it when it is back', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  server.clock.advance(3_000);
  await crossOver(bob);
  await ada.client.cut();
  const back = await join('ada', undefined, true, ada.resumeToken);
  expect(back).toMatchObject({ peerId: ada.peerId, media: { mediaId: ada.media.mediaId } });
  expect((await crossOver(back)).by).toBe('links');
});
