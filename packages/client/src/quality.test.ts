import { expect, test } from 'vitest';
import type { Pair } from './growth.ts';
import { judgeReceived, judgeUplink, type ReceivedLook } from './quality.ts';
import type { LayerCounts, ReceivedCounts, SentCounts } from './readings.ts';
import { layerCounts, receivedCounts } from './testing/counts.ts';

/** Two seconds of a picture as it should be: 30 frames a second, nothing lost. */
const FINE: Partial<ReceivedCounts> = {
  atMs: 2000,
  bytes: 50_000,
  packets: 100,
  framesReceived: 60,
  framesDecoded: 60,
};

function received(changes: Partial<ReceivedCounts>, look: Partial<ReceivedLook> = {}): string {
  const counts: Pair<ReceivedCounts> = [receivedCounts(), receivedCounts({ ...FINE, ...changes })];
  const { level, reason } = judgeReceived({
    source: 'camera',
    paused: false,
    media: 'connected',
    counts,
    scores: null,
    ...look,
  });
  return `${level} ${reason}`;
}

test.each([
  ['all is well', {}, 'good none'],
  ['some packets are lost', { packetsLost: 5 }, 'fair yourConnection'],
  ['many packets are lost', { packetsLost: 20 }, 'poor yourConnection'],
  ['it freezes now and then', { freezesMs: 200 }, 'fair yourConnection'],
  ['it stands still', { freezesMs: 1500 }, 'poor yourConnection'],
  ['a dark room gives few frames', { framesReceived: 15, framesDecoded: 15 }, 'good none'],
  ['it stutters', { framesReceived: 10, framesDecoded: 10 }, 'fair theirConnection'],
  ['nothing comes', { framesReceived: 0, framesDecoded: 0 }, 'poor theirConnection'],
  ['frames come and are not decoded', { framesDecoded: 20 }, 'poor yourComputer'],
])('a camera of which %s', (_what, changes, quality) => {
  expect(received(changes)).toBe(quality);
});

test('a screen that does not change is well', () => {
  expect(received({ framesReceived: 0, framesDecoded: 0 }, { source: 'screen' })).toBe('good none');
});

test('a screen on which nobody types is no frozen one, but what is lost is missed', () => {
  const typing = { framesReceived: 10, framesDecoded: 10, freezesMs: 900 };
  expect(received(typing, { source: 'screen' })).toBe('good none');
  expect(received({ ...typing, packetsLost: 20 }, { source: 'screen' })).toBe(
    'poor yourConnection',
  );
});

test('a voice suffers from what has to be made up, not from silence', () => {
  const voice = (changes: Partial<ReceivedCounts>) =>
    received({ kind: 'audio', samples: 96_000, ...changes }, { source: 'microphone' });
  expect(voice({})).toBe('good none');
  expect(voice({ samplesConcealed: 6000 })).toBe('fair yourConnection');
  expect(voice({ packets: 0 })).toBe('good none');
});

test('the server knows on which side of it the trouble is', () => {
  const scored = (score: number, producerScore: number, changes: Partial<ReceivedCounts> = {}) =>
    received(changes, { scores: { score, producerScore } });
  expect(scored(10, 10)).toBe('good none');
  expect(scored(5, 10)).toBe('fair yourConnection');
  expect(scored(2, 10)).toBe('poor yourConnection');
  expect(scored(10, 3)).toBe('poor theirConnection');
  expect(scored(10, 6, { packetsLost: 20 })).toBe('poor theirConnection');
  expect(scored(10, 10, { packetsLost: 20 })).toBe('poor yourConnection');
});

test('what is paused is no trouble, whatever is counted', () => {
  const nothing = { framesReceived: 0, framesDecoded: 0, freezesMs: 2000 };
  expect(received(nothing, { paused: true })).toBe('good paused');
});

test('without a way to the server nothing is well', () => {
  expect(received({}, { media: 'connecting' })).toBe('poor yourConnection');
  expect(received({}, { media: 'blocked' })).toBe('poor yourConnection');
});

test('at the first look nothing is held against anybody', () => {
  expect(received({}, { counts: [undefined, receivedCounts({ packetsLost: 900 })] })).toBe(
    'good none',
  );
});

function uplink(...layers: Partial<LayerCounts>[]): string {
  const sent = (counts: LayerCounts[]): SentCounts => ({
    kind: 'video',
    codec: 'VP8',
    layers: counts,
  });
  const rids = layers.map((_, index) => ({ rid: `r${index}` }));
  const { level, reason } = judgeUplink({
    protocol: 'udp',
    media: 'connected',
    sent: [
      [
        sent(rids.map((rid) => layerCounts(rid))),
        sent(layers.map((layer, index) => layerCounts({ ...rids[index], packets: 100, ...layer }))),
      ],
    ],
  });
  return `${level} ${reason}`;
}

test.each([
  [[{}], 'good none'],
  [[{ packetsLost: 6 }], 'fair yourConnection'],
  [[{ packetsLost: 30 }, {}], 'poor yourConnection'],
  [[{ roundTripMs: 400 }], 'fair yourConnection'],
  [[{ roundTripMs: 900 }], 'poor yourConnection'],
  [[{}, { limitation: 'bandwidth' }], 'fair yourConnection'],
  [[{}, { limitation: 'cpu' }], 'fair yourComputer'],
  [[{}, { active: false, limitation: 'bandwidth', packetsLost: 90 }], 'good none'],
] as const)('an uplink of %j is %s', (layers, quality) => {
  expect(uplink(...layers)).toBe(quality);
});

test('an uplink that carries nothing is as good as the way', () => {
  const sent: [] = [];
  expect(judgeUplink({ media: 'connected', sent, protocol: null }).level).toBe('good');
  expect(judgeUplink({ media: 'blocked', sent, protocol: 'tcp' }).level).toBe('poor');
  const byTcp = judgeUplink({ media: 'connected', sent, protocol: 'tcp' });
  expect(byTcp).toEqual({ level: 'fair', reason: 'tcp' });
});
