import { expect, test } from 'vitest';
import { changeLoudness, loudness, parseVolumes, type Volumes } from './volumes.ts';

test('a voice and a stream of one person are as loud as each is set', () => {
  let volumes: Volumes = {};
  volumes = changeLoudness(volumes, 'ada', 'voice', { volume: 1.5 });
  volumes = changeLoudness(volumes, 'ada', 'stream', { muted: true });
  expect(loudness(volumes, 'ada', 'voice')).toEqual({ volume: 1.5, muted: false });
  expect(loudness(volumes, 'ada', 'stream')).toEqual({ volume: 1, muted: true });
  expect(loudness(volumes, 'ben', 'voice')).toEqual({ volume: 1, muted: false });
});

test('what is as usual again is forgotten, and no change is the same object', () => {
  const loud = changeLoudness({}, 'ada', 'voice', { volume: 1.5 });
  expect(changeLoudness(loud, 'ada', 'voice', { volume: 1.5 })).toBe(loud);
  expect(changeLoudness(loud, 'ada', 'voice', { volume: 1 })).toEqual({});
});

test('volumes stay within their bounds', () => {
  const most = changeLoudness({}, 'ada', 'voice', { volume: 9 });
  expect(loudness(most, 'ada', 'voice').volume).toBe(2);
  expect(changeLoudness(most, 'ada', 'voice', { volume: Number.NaN })).toBe(most);
});

test('what was stored comes back, and rubbish does not', () => {
  const volumes = changeLoudness({}, 'ada', 'stream', { volume: 0.2, muted: true });
  expect(parseVolumes(JSON.parse(JSON.stringify(volumes)))).toEqual(volumes);
  expect(parseVolumes(JSON.parse('{"__proto__": {"voice": {"volume": 0}}}'))).not.toHaveProperty(
    'voice',
  );
  for (const rubbish of [null, 7, 'x', [], { ada: 3 }, { ada: { voice: { volume: 'loud' } } }]) {
    expect(parseVolumes(rubbish)).toEqual({});
  }
});
