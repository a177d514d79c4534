import { afterEach, beforeEach, expect, test } from 'vitest';
import { opus, vp8 } from '../testing/rtp.ts';
import { Sending } from '../testing/Sending.ts';
import { type TestPeer, TestSfu } from '../testing/TestSfu.ts';

let room: TestSfu;
const sendings: Sending[] = [];
beforeEach(async () => {
  room = await TestSfu.start();
});
afterEach(() => {
  for (const sending of sendings.splice(0)) sending.close();
  room.close();
});

interface Speaker {
  peer: TestPeer;
  sending: Sending;
}

/** Joins with an open microphone; `view.voices` 0, so that it does not receive the others. */
async function speaker(peerId: string): Promise<Speaker> {
  const peer = await room.join(peerId, { voices: 0 });
  const sending = await Sending.connect(peer);
  sendings.push(sending);
  await sending.publishMicrophone();
  return { peer, sending };
}

async function speakers(...peerIds: string[]): Promise<Speaker[]> {
  const all: Speaker[] = [];
  for (const peerId of peerIds) all.push(await speaker(peerId));
  return all;
}

/** Resolves when exactly these are heard. */
function heard(...peerIds: string[]): Promise<void> {
  return new Promise((resolve) => {
    const check = (levels: { peerId: string }[]) => {
      const heardNow = levels.map(({ peerId }) => peerId).sort();
      if (heardNow.join() !== peerIds.join()) return;
      room.sfu.off('levels', check);
      resolve();
    };
    room.sfu.on('levels', check);
  });
}

test('who falls silent is told, also where nobody speaks any more', async () => {
  const [ada] = await speakers('ada');
  const speaking = heard('ada');
  ada!.sending.speaks = true;
  await speaking;
  const silence = heard();
  ada!.sending.speaks = false;
  await silence;

  const again = heard('ada');
  ada!.sending.speaks = true;
  await again;
  const gone = heard();
  ada!.peer.endpoint.close();
  await gone;
});

test('at a join those come who were heard last, then those who came first', async () => {
  const [, bob, cem] = await speakers('ada', 'bob', 'cem');
  for (const { peer } of [bob!, cem!]) {
    await peer.endpoint.produce({
      source: 'camera',
      rtpParameters: vp8(),
      paused: false,
      layerHeights: [],
    });
  }
  const first = await room.join('first', { voices: 1, videos: 1 });
  expect(first.receives('microphone')).toEqual(['ada']);
  expect(first.receives('camera')).toEqual(['bob']);

  const speaking = heard('cem');
  cem!.sending.speaks = true;
  await speaking;
  const second = await room.join('second', { voices: 2, videos: 1 });
  expect(second.receives('microphone')).toEqual(['ada', 'cem']);
  expect(second.receives('camera')).toEqual(['cem']);
});

test('a voice that is heard takes the place of the one longest silent', async () => {
  const [ada, bob, cem] = await speakers('ada', 'bob', 'cem');
  const dan = await room.join('dan', { voices: 2 });
  expect(dan.receives('microphone')).toEqual(['ada', 'bob']);
  const silent = dan.consumerOf('bob', 'microphone');

  cem!.sending.speaks = true;
  expect(await dan.next('consumerClosed')).toEqual({ consumerId: silent.consumerId });
  expect((await dan.next('consumerOpened')).consumer.peerId).toBe('cem');
  expect(dan.receives('microphone')).toEqual(['ada', 'cem']);

  const two = heard('bob', 'cem');
  bob!.sending.speaks = true;
  expect((await dan.next('consumerOpened')).consumer.peerId).toBe('bob');
  expect(dan.receives('microphone')).toEqual(['bob', 'cem']);

  // Both places speak: a third one has to wait until one of them is silent.
  await two;
  const three = heard('ada', 'bob', 'cem');
  ada!.sending.speaks = true;
  await three;
  expect(dan.receives('microphone')).toEqual(['bob', 'cem']);
  cem!.sending.speaks = false;
  expect((await dan.next('consumerOpened')).consumer.peerId).toBe('ada');
  expect(dan.receives('microphone')).toEqual(['ada', 'bob']);
});

test('a voice that was asked for stays, and one that was declined does not come', async () => {
  const [, , cem, eve] = await speakers('ada', 'bob', 'cem', 'eve');
  const dan = await room.join('dan', { voices: 2 });
  dan.endpoint.subscribe('bob', 'microphone');
  dan.endpoint.unsubscribe('eve', 'microphone');
  const speaking = heard('eve');
  eve!.sending.speaks = true;
  await speaking;
  expect(dan.receives('microphone')).toEqual(['ada', 'bob']);
  cem!.sending.speaks = true;
  await dan.next('consumerOpened');
  expect(dan.receives('microphone')).toEqual(['bob', 'cem']);
});

test('who wants no voices unasked gets none, and a free place is filled', async () => {
  const [ada, bob] = await speakers('ada', 'bob');
  const [none, one] = [
    await room.join('none', { voices: 0 }),
    await room.join('one', { voices: 1 }),
  ];
  const speaking = heard('bob');
  bob!.sending.speaks = true;
  await speaking;
  expect((await one.next('consumerOpened')).consumer.peerId).toBe('bob');
  expect(none.receives('microphone')).toEqual([]);
  bob!.peer.endpoint.close();
  expect((await one.next('consumerOpened')).consumer.peerId).toBe('ada');
  expect(ada!.peer.receives('microphone')).toEqual([]);
});

test('a join costs what is seen and heard, however many there are', async () => {
  for (let index = 0; index < 30; index += 1) {
    const peer = await room.join(`peer ${index}`, { videos: 0, voices: 0 });
    const common = { paused: false, layerHeights: [] };
    await peer.endpoint.produce({ ...common, source: 'microphone', rtpParameters: opus() });
    await peer.endpoint.produce({ ...common, source: 'camera', rtpParameters: vp8() });
  }
  const late = await room.join('late', { videos: 4, voices: 3 });
  expect(late.receives('camera')).toHaveLength(4);
  expect(late.receives('microphone')).toHaveLength(3);
  late.endpoint.unsubscribe('peer 0', 'camera');
  expect((await late.next('consumerOpened')).consumer.peerId).toBe('peer 4');
  expect(late.receives('camera')).toHaveLength(4);
});
