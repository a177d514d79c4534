import { expect, test } from 'vitest';
import type { Reading } from './readings.ts';
import { Stats } from './Stats.ts';
import { layerCounts, pathCounts, receivedCounts } from './testing/counts.ts';

const heights = () => [90, 180, 360];

function reading(changes: Partial<Reading>): Reading {
  return { received: new Map(), sent: new Map(), uplink: null, downlink: null, ...changes };
}

test('rates are those between two looks, and unknown at the first', () => {
  const stats = new Stats();
  const at = (atMs: number, bytes: number) =>
    reading({
      uplink: pathCounts({ atMs, bytes }),
      received: new Map([['ann/camera', receivedCounts({ atMs, bytes })]]),
    });
  const first = stats.look(at(1000, 5000), heights);
  expect(first.uplink?.bitrate).toBe(null);
  expect(first.tracks.get('ann/camera')?.bitrate).toBe(null);
  const second = stats.look(at(3000, 30_000), heights);
  expect(second.uplink?.bitrate).toBe(100_000);
  expect(second.tracks.get('ann/camera')?.bitrate).toBe(100_000);
});

test('loss is of the packets that were due, and nothing was due of a pause', () => {
  const stats = new Stats();
  const at = (packets: number, packetsLost: number) =>
    stats.look(
      reading({
        downlink: pathCounts(),
        received: new Map([['ann/camera', receivedCounts({ packets, packetsLost })]]),
      }),
      heights,
    );
  at(100, 40);
  expect(at(190, 50).tracks.get('ann/camera')?.packetLoss).toBe(0.1);
  const paused = at(190, 50);
  expect(paused.tracks.get('ann/camera')?.packetLoss).toBe(null);
  expect(paused.downlink?.packetLoss).toBe(null);
});

test('somebody who comes or goes between two looks does not disturb the sum', () => {
  const stats = new Stats();
  const ann = (packets: number, packetsLost: number) =>
    ['ann/camera', receivedCounts({ packets, packetsLost })] as const;
  const bob = (packets: number) => ['bob/camera', receivedCounts({ packets })] as const;
  stats.look(reading({ downlink: pathCounts(), received: new Map([bob(9000)]) }), heights);
  stats.look(reading({ downlink: pathCounts(), received: new Map([ann(100, 0)]) }), heights);
  const { downlink } = stats.look(
    reading({ downlink: pathCounts(), received: new Map([ann(150, 50), bob(1000)]) }),
    heights,
  );
  expect(downlink?.packetLoss).toBe(0.5);
});

test('a stream that began anew has no rate until it is looked at again', () => {
  const stats = new Stats();
  const at = (atMs: number, bytes: number) =>
    stats.look(
      reading({ received: new Map([['ann/camera', receivedCounts({ atMs, bytes })]]) }),
      heights,
    );
  at(1000, 90_000);
  expect(at(2000, 500).tracks.get('ann/camera')?.bitrate).toBe(null);
});

test('what is sent is the sum of its layers, and the largest of them says what holds it back', () => {
  const stats = new Stats();
  const at = (atMs: number, bytes: number) =>
    stats.look(
      reading({
        sent: new Map([
          [
            'camera',
            {
              kind: 'video',
              codec: 'VP8',
              layers: [
                layerCounts({ atMs, rid: 'r0', bytes }),
                layerCounts({ atMs, rid: 'r1', bytes: 3 * bytes, limitation: 'cpu' }),
                layerCounts({ atMs, rid: 'r2', active: false, limitation: 'bandwidth' }),
              ],
            },
          ],
        ]),
      }),
      heights,
    );
  at(0, 0);
  const camera = at(1000, 1000).local.get('camera');
  expect(camera?.bitrate).toBe(32_000);
  expect(camera?.layers.map(({ bitrate }) => bitrate)).toEqual([8000, 24_000, 0]);
  expect(camera?.limitation).toBe('cpu');
});

test('which layer arrives is told by its lines', () => {
  const layerAt = (height: number | null) =>
    new Stats()
      .look(reading({ received: new Map([['ann/camera', receivedCounts({ height })]]) }), heights)
      .tracks.get('ann/camera')?.layer;
  expect([90, 176, 360, null].map(layerAt)).toEqual([0, 1, 2, null]);
});
