import { beforeEach, expect, test } from 'vitest';
import { Deafening } from './Deafening.ts';

let published: boolean;
let paused: boolean | undefined;
let silent: boolean;
let deafening: Deafening;

beforeEach(() => {
  [published, paused, silent] = [false, undefined, false];
  deafening = new Deafening({
    publishing: () => published,
    publishMicrophone: async (options) => {
      published = true;
      ({ paused } = options);
    },
    pauseMicrophone: async (wanted) => {
      paused = wanted;
    },
    deafen: async (wanted) => {
      silent = wanted;
    },
  });
});

test('who is deafened hears nobody and says nothing; afterwards the microphone is open again', async () => {
  await deafening.publish({});
  await deafening.setDeafened(true);
  expect([silent, paused]).toEqual([true, true]);
  await deafening.setDeafened(false);
  expect([silent, paused]).toEqual([false, false]);
});

test('a microphone that was muted before, or meanwhile, stays so', async () => {
  await deafening.publish({ paused: true });
  await deafening.setDeafened(true);
  await deafening.setDeafened(false);
  expect(paused).toBe(true);
  await deafening.setMuted(false);
  await deafening.setDeafened(true);
  await deafening.setMuted(true);
  await deafening.setDeafened(false);
  expect(paused).toBe(true);
});

test('a microphone that is published while deafened opens afterwards', async () => {
  await deafening.setDeafened(true);
  await deafening.publish({});
  expect(paused).toBe(true);
  await deafening.setDeafened(false);
  expect(paused).toBe(false);
});

test('whoever opens the microphone hears again', async () => {
  await deafening.setDeafened(true);
  await deafening.publish({ paused: false });
  expect([silent, paused]).toEqual([false, false]);
  await deafening.setDeafened(true);
  await deafening.setMuted(false);
  expect([silent, paused]).toEqual([false, false]);
});

test('another device stays muted, and what is published anew is open', async () => {
  await deafening.publish({ paused: true });
  await deafening.publish({ deviceId: 'headset' });
  expect(paused).toBe(true);
  published = false;
  await deafening.publish({});
  expect(paused).toBe(false);
});
