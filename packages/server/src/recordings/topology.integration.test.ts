import type { MediaDocument, RoutedMedia, TopologyRule } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lengthOf, toneAt } from '../testing/mediaFile.ts';
import { Performer } from '../testing/Performer.ts';
import { joining, type TestClient } from '../testing/TestClient.ts';
import { TestServer } from '../testing/TestServer.ts';
import { listed, pathOf, stopped, written } from './testing/watching.ts';

// Seconds of real media, on a machine that may be busy.
const TIMEOUT = { timeout: 90_000 };

interface Member {
  client: TestClient;
  roomId: string;
  peerId: string;
  media: MediaDocument;
}

let server: TestServer;
const performers: Performer[] = [];

beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(async () => {
  await Promise.all(performers.splice(0).map((performer) => performer.close()));
  await server.close();
});

/** Somebody who can connect directly. */
async function join(name: string, topologyRule: TopologyRule): Promise<Member> {
  const client = await server.connect();
  const joined = await client.ask('join', joining('lounge', { name, mesh: true, topologyRule }));
  return { client, ...joined };
}

async function perform(member: Member, media: MediaDocument): Promise<Performer> {
  const performer = await Performer.over(member.client, member, media as RoutedMedia);
  performers.push(performer);
  return performer;
}

/** What is known of the room by somebody who is not in it. */
async function seen() {
  const { rooms } = (await server.connect()).welcome;
  const { topology, recording } = rooms.find(({ name }) => name === 'lounge')!;
  return { topology, recording };
}

/** Does what a client does that is told of a change: takes the new media. */
async function crossOver({ client }: Member): Promise<MediaDocument> {
  await client.next('topologyChanging');
  return client.ask('renewMedia', {});
}

async function settle({ client }: Member, { mediaId }: MediaDocument): Promise<void> {
  await client.ask('settleMedia', { mediaId, shows: true });
}

async function isRecorded(ada: Member, recordingId: string): Promise<void> {
  const { files } = (await listed(ada)).recordings[0]!;
  expect(files.map(({ content }) => [content?.peerId, content?.source])).toEqual([
    [ada.peerId, 'microphone'],
  ]);
  const path = pathOf(server, recordingId, files[0]!);
  expect(await lengthOf(path)).toBeGreaterThan(1.4);
  expect(await toneAt(path, 0.3, [440, 880])).toBe(440);
}

test(
  'a call from peer to peer moves over the server, is recorded from then on, and moves back',
  TIMEOUT,
  async () => {
    const [ada, bob] = [await join('Ada', 'mesh'), await join('Bob', 'mesh')];
    expect(ada.media.by).toBe('links');
    await ada.client.ask('produce', ada.client.producing({ source: 'microphone' }));
    const { roomId } = ada;
    const starting = ada.client.ask('startRecording', { roomId });
    const [over, other] = [await crossOver(ada), await crossOver(bob)];
    expect([over.by, other.by]).toEqual(['router', 'router']);
    const performer = await perform(ada, over);
    await performer.sing(440);
    await settle(ada, over);
    // Somebody's media still goes from peer to peer.
    expect(await seen()).toEqual({ topology: 'mesh', recording: null });
    await settle(bob, other);
    const { recording } = await starting;
    expect(await seen()).toEqual({ topology: 'sfu', recording });
    await written(server, recording.recordingId, 1, 1_500);

    await stopped(server, performer);
    for (const member of [ada, bob]) {
      const direct = await crossOver(member);
      expect(direct.by).toBe('links');
      await settle(member, direct);
    }
    await expect.poll(async () => (await seen()).topology).toBe('mesh');
    await isRecorded(ada, recording.recordingId);
  },
);

test(
  'two on their way to a link turn back, and stay while they are recorded',
  TIMEOUT,
  async () => {
    const [ada, bob] = [await join('Ada', 'auto'), await join('Bob', 'auto')];
    const performer = await perform(ada, ada.media);
    await performer.sing(440);
    server.clock.advance(3_000);
    await Promise.all([crossOver(ada), crossOver(bob)]);
    const { recording } = await ada.client.ask('startRecording', { roomId: ada.roomId });
    for (const { client, peerId, media } of [ada, bob]) {
      expect(await client.next('mediaSettled')).toEqual({ peerId, mediaId: media.mediaId });
    }
    await written(server, recording.recordingId, 1, 1_500);
    server.clock.advance(60_000);
    await bob.client.ask('getSnapshot', {});
    expect(bob.client.received.some(({ name }) => name === 'topologyChanging')).toBe(false);

    await stopped(server, performer);
    server.clock.advance(3_000);
    expect((await crossOver(bob)).by).toBe('links');
    await isRecorded(ada, recording.recordingId);
  },
);

test('one that everybody left while it moved does not begin', TIMEOUT, async () => {
  const [ada, bob] = [await join('Ada', 'mesh'), await join('Bob', 'mesh')];
  const starting = ada.client.errorOf('startRecording', { roomId: ada.roomId });
  await crossOver(bob);
  for (const { client } of [ada, bob]) await client.ask('leave', {});
  expect(await starting).toBe('wrongState');
  expect((await listed(ada)).recordings).toEqual([]);
});
