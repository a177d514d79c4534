import { DATA_RATES, type DataEnd, type DataFrame, decodeData, encodeData } from '@ottogi/protocol';
import type { DataChannel } from 'node-datachannel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DataLink } from '../testing/DataLink.ts';
import { TestPeer, TestSfu } from '../testing/TestSfu.ts';

let room: TestSfu;
const members: Member[] = [];
beforeEach(async () => {
  room = await TestSfu.start();
});
afterEach(() => {
  vi.useRealTimers();
  for (const { up, down } of members.splice(0)) {
    up.close();
    down.close();
  }
  room.close();
});

interface Member {
  peer: TestPeer;
  up: DataLink;
  down: DataLink;
  ordered: DataChannel;
  unordered: DataChannel;
}

/** Connected both ways, and as ready for data as a client is that has sent some. */
async function join(peerId: string): Promise<Member> {
  const peer = await room.join(peerId);
  const { endpoint } = peer;
  const { sendTransport, recvTransport } = endpoint.setup;
  const [up, down] = [new DataLink(sendTransport), new DataLink(recvTransport)];
  await endpoint.connectTransport(up.transportId, await up.answer(sendTransport));
  await endpoint.connectTransport(down.transportId, await down.answer(recvTransport));
  peer.answering = async ({ name, data }) => {
    if (name === 'dataConsumerOpened') await down.open(data.stream.streamId, data.stream.ordered);
  };
  const produced = [true, false].map(async (ordered, streamId) => {
    await endpoint.produceData({ streamId, ordered });
    return up.open(streamId, ordered);
  });
  const [ordered, unordered] = (await Promise.all(produced)) as [DataChannel, DataChannel];
  const member = { peer, up, down, ordered, unordered };
  members.push(member);
  return member;
}

const to = (peerId: string, seq = 1): DataEnd => ({ peerId, seq, base: 1 });

function frame(ends: DataEnd[], text: string, more: Partial<DataFrame> = {}): Uint8Array {
  return encodeData({ kind: 'message', ends, label: 'test', bytes: Buffer.from(text), ...more });
}

function arrived({ down }: Member) {
  return down.received.map((raw) => {
    const decoded = decodeData(raw);
    const from = decoded?.ends.map(({ peerId, seq }) => `${peerId} ${seq}`).join();
    return `${decoded?.kind} ${from}: ${Buffer.from(decoded?.bytes ?? []).toString()}`;
  });
}

test('what is sent reaches those whom it names, in order, and nobody else', async () => {
  const [ada, bob, cem] = [await join('ada'), await join('bob'), await join('cem')];
  for (let seq = 1; seq <= 20; seq += 1) {
    ada.ordered.sendMessageBinary(frame([to('bob', seq)], `for Bob ${seq}`));
  }
  ada.ordered.sendMessageBinary(frame([to('bob', 21), to('cem'), to('nobody')], 'for both'));
  await expect.poll(() => arrived(bob).length).toBe(21);
  expect(arrived(bob)).toEqual([
    ...Array.from({ length: 20 }, (_, at) => `message ada ${at + 1}: for Bob ${at + 1}`),
    'message ada 21: for both',
  ]);
  await expect.poll(() => arrived(cem)).toEqual(['message ada 1: for both']);
  expect(arrived(ada)).toEqual([]);
});

test('without a name it is for everybody else, whoever they are', async () => {
  const [ada, bob, cem] = [await join('ada'), await join('bob'), await join('cem')];
  ada.unordered.sendMessageBinary(frame([], 'hello'));
  await expect.poll(() => arrived(bob)).toEqual(['message ada 0: hello']);
  await expect.poll(() => arrived(cem)).toEqual(['message ada 0: hello']);
  expect(arrived(ada)).toEqual([]);
});

test('a hidden peer, such as the mixer, gets nothing', async () => {
  const [ada, bob, mixer] = [await join('ada'), await join('bob'), await join('mixer')];
  mixer.peer.hidden = true;
  ada.ordered.sendMessageBinary(frame([to('mixer')], 'hello'));
  ada.unordered.sendMessageBinary(frame([], 'hello'));
  await expect.poll(() => arrived(bob)).toEqual(['message ada 0: hello']);
  expect(mixer.peer.all('dataConsumerOpened')).toEqual([]);
});

test('its way back is made with the first frame, and shows with what went over it', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  expect(bob.peer.endpoint.documents().dataConsumers).toEqual([]);
  const message = frame([to('bob')], 'hello');
  ada.ordered.sendMessageBinary(message);
  await expect.poll(() => arrived(bob)).toHaveLength(1);
  expect(bob.peer.endpoint.documents().dataConsumers).toMatchObject([
    { peerId: 'bob', ordered: true, messages: 1 },
    { peerId: 'bob', ordered: false, messages: 0, bytes: 0 },
  ]);
  expect(ada.peer.endpoint.documents().dataProducers).toMatchObject([
    { peerId: 'ada', ordered: true, messages: 1, bytes: message.length },
    { peerId: 'ada', ordered: false, messages: 0 },
  ]);
  bob.peer.endpoint.close();
  expect(bob.peer.endpoint.documents().dataConsumers).toEqual([]);
});

test('what is no message, or claims what is not its to say, costs its sender a word', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  const bad = [
    Buffer.from('nonsense'),
    frame([to('bob', 0)], 'in no order, over the way for what is in order'),
    frame([], 'in order, for everybody'),
    frame([to('bob'), to('bob', 2)], 'twice'),
    frame([to('bob')], '', { kind: 'unreachable' }),
  ];
  for (const each of bad) ada.ordered.sendMessageBinary(each);
  expect(await ada.peer.next('dataDropped')).toEqual({ reason: 'invalidRequest' });
  ada.ordered.sendMessageBinary(frame([to('bob')], 'good'));
  await expect.poll(() => arrived(bob)).toEqual(['message ada 1: good']);
  // Once a second at most.
  expect(ada.peer.all('dataDropped')).toEqual([]);
});

test('whoever may not write sends nothing, and says all the same what has come', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  ada.peer.maySendData = false;
  ada.ordered.sendMessageBinary(frame([to('bob')], 'hello'));
  expect(await ada.peer.next('dataDropped')).toEqual({ reason: 'notGranted' });
  ada.ordered.sendMessageBinary(frame([to('bob', 7)], '', { kind: 'received' }));
  await expect.poll(() => arrived(bob)).toEqual(['received ada 7: ']);
});

test('to whoever may receive nothing nothing goes, and the sender hears it', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  bob.peer.mayReceive = false;
  ada.ordered.sendMessageBinary(frame([to('bob')], 'hello'));
  await expect.poll(() => arrived(ada)).toEqual(['unreachable bob 0: ']);
  expect(arrived(bob)).toEqual([]);
});

test('more than anybody sends is dropped, and the others have what came before', async () => {
  const [ada, bob] = [await join('ada'), await join('bob')];
  const most = DATA_RATES.messages.burst * 2;
  for (let seq = 1; seq <= most + 300; seq += 1) {
    ada.ordered.sendMessageBinary(frame([to('bob', seq)], `${seq}`));
  }
  expect(await ada.peer.next('dataDropped')).toEqual({ reason: 'tooManyRequests' });
  await expect.poll(() => arrived(bob).length).toBeGreaterThanOrEqual(most);
  expect(arrived(bob).slice(0, most)).toEqual(
    Array.from({ length: most }, (_, at) => `message ada ${at + 1}: ${at + 1}`),
  );
});

test('to whoever joins it goes once they know of their media', async () => {
  const ada = await join('ada');
  const newcomer = new TestPeer('bob', { videos: 0, voices: 0, spatialLayer: null });
  newcomer.endpoint = await room.sfu.attach(newcomer);
  ada.ordered.sendMessageBinary(frame([to('bob')], 'welcome'));
  await expect.poll(() => ada.peer.endpoint.documents().dataProducers[0]?.messages).toBe(1);
  expect(newcomer.all('dataConsumerOpened')).toEqual([]);
  newcomer.endpoint.open();
  expect(await newcomer.next('dataConsumerOpened')).toMatchObject({ stream: { ordered: true } });
});

test('who floods the server is not listened to any more', async () => {
  // However slow the machine is, all of it comes within a moment.
  vi.useFakeTimers({ toFake: ['performance'] });
  const [ada, bob] = [await join('ada'), await join('bob')];
  const closed = () => ada.peer.endpoint.documents().dataProducers.length;
  expect(closed()).toBe(2);
  for (let seq = 1; seq <= 12_000; seq += 1) {
    ada.ordered.sendMessageBinary(frame([to('bob', seq)], ''));
  }
  await expect.poll(closed).toBe(1);
  bob.ordered.sendMessageBinary(frame([to('ada')], 'still here'));
  await expect.poll(() => arrived(ada)).toEqual(['message bob 1: still here']);
});

test('there is one way of each kind, and no other', async () => {
  const { peer } = await join('ada');
  await expect(peer.endpoint.produceData({ streamId: 5, ordered: true })).rejects.toMatchObject({
    code: 'wrongState',
  });
});
