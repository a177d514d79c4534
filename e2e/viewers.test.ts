import { expect, test } from 'vitest';
import { useStage } from './support/Stage.ts';

const stage = useStage();

test('many who have no devices watch and hear one speaker, and publish nothing', async () => {
  const ada = await stage.arriveIn('Hall', 'Ada');
  await ada.turnOn('microphone', 'camera');
  const viewers = await Promise.all(
    ['Ben', 'Cem', 'Dora'].map((name) => stage.arriveIn('Hall', name, { camera: null })),
  );
  await Promise.all(viewers.map((viewer) => Promise.all([viewer.sees(ada), viewer.hears(ada)])));
  await ada.isWith(...viewers);
  for (const viewer of viewers) {
    expect(await viewer.captured()).toEqual([]);
    expect(await viewer.alerts()).toEqual([]);
    expect(await viewer.pictures()).toHaveLength(1);
  }
  expect(await ada.sounds()).toEqual([]);

  const { producers, consumers, peers } = await stage.server.state();
  const speaker = peers.find(({ name }) => name === 'Ada');
  expect(producers.map(({ peerId }) => peerId)).toEqual([speaker?.peerId, speaker?.peerId]);
  expect(consumers).toHaveLength(2 * viewers.length);
});

test('a viewer whose browser gives no devices sees and hears all the same', async () => {
  const ada = await stage.arriveIn('Hall', 'Ada');
  await ada.turnOn('microphone', 'camera');
  const ben = await stage.arriveIn('Hall', 'Ben', { prompts: 'deny' });
  await Promise.all([ben.sees(ada), ben.hears(ada)]);
  expect(await ben.alerts()).toEqual([]);
});
