import { expect, test } from 'vitest';
import { SentLayers, type LayerSender } from './SentLayers.ts';
import { settle } from './testing/fakes.ts';

/** An RTCRtpSender of three layers that takes a turn to change. */
class FakeSender {
  active = [true, true, true];
  changes = 0;
  failure: Error | null = null;

  getParameters = () =>
    ({ encodings: this.active.map((active) => ({ active })) }) as RTCRtpSendParameters;

  setParameters = async ({ encodings }: RTCRtpSendParameters) => {
    this.changes += 1;
    await settle();
    if (this.failure) throw this.failure;
    this.active = encodings.map(({ active = true }) => active);
  };
}

function layersOf(sender: FakeSender): SentLayers {
  return new SentLayers(sender satisfies LayerSender);
}

test.each([
  [null, [true, true, true]],
  [1, [true, true, false]],
  [0, [true, false, false]],
  [-1, [false, false, false]],
  [7, [true, true, true]],
])('up to layer %s', async (wanted, active) => {
  const sender = new FakeSender();
  await layersOf(sender).want(wanted);
  expect(sender.active).toEqual(active);
});

test('everything is what a sender begins with, and costs nothing', async () => {
  const sender = new FakeSender();
  await layersOf(sender).want(null);
  expect(sender.changes).toBe(0);
});

test('of quick changes the last one stands', async () => {
  const sender = new FakeSender();
  const layers = layersOf(sender);
  await Promise.all([0, null, -1, 1, -1, 0, 1].map((wanted) => layers.want(wanted)));
  expect(sender.active).toEqual([true, true, false]);
  expect(sender.changes).toBeLessThan(4);
});

test('mute and what is watched are two reasons that do not touch each other', async () => {
  const sender = new FakeSender();
  const layers = layersOf(sender);
  await layers.setMuted(true);
  expect(sender.active).toEqual([false, false, false]);
  await layers.want(1);
  expect(sender.active).toEqual([false, false, false]);
  await layers.setMuted(false);
  expect(sender.active).toEqual([true, true, false]);
  await layers.want(-1);
  await layers.setMuted(true);
  await layers.setMuted(false);
  expect(sender.active).toEqual([false, false, false]);
});

test('a sender that refuses is asked again when the wish changes', async () => {
  const sender = new FakeSender();
  const layers = layersOf(sender);
  sender.failure = new Error('stopped');
  await layers.want(0);
  sender.failure = null;
  await layers.want(-1);
  expect(sender.active).toEqual([false, false, false]);
});
