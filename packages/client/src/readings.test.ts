import { describe, expect, test } from 'vitest';
import { readReports, type Reading } from './readings.ts';
import type { TrackKey } from './state.ts';
import { recordedReports, reportOf } from './testing/reports.ts';

const SOURCES = new Map([
  ['0', 'camera'],
  ['1', 'microphone'],
] as const);

/** In the order in which that browser's consumers came. */
const KEYS: Record<'chromium' | 'firefox', ReadonlyMap<string, TrackKey>> = {
  chromium: new Map([
    ['0', 'ann/camera'],
    ['1', 'ann/microphone'],
  ]),
  firefox: new Map([
    ['0', 'ann/microphone'],
    ['1', 'ann/camera'],
  ]),
};

function readingOf(browser: 'chromium' | 'firefox'): Reading {
  return readReports({ ...recordedReports(browser), sources: SOURCES, keys: KEYS[browser] });
}

describe.each(['chromium', 'firefox'] as const)('of %s', (browser) => {
  const reading = readingOf(browser);

  test('what arrives is told by publication', () => {
    expect([...reading.received.keys()].sort()).toEqual(['ann/camera', 'ann/microphone']);
    expect(reading.received.get('ann/camera')).toMatchObject({
      kind: 'video',
      codec: 'VP8',
      width: 640,
      height: 360,
      packetsLost: 0,
    });
    expect(reading.received.get('ann/microphone')).toMatchObject({
      kind: 'audio',
      codec: 'opus',
      height: null,
    });
    expect(reading.received.get('ann/microphone')?.samples).toBeGreaterThan(400_000);
  });

  test('what is sent is told by layer, the smallest first', () => {
    const camera = reading.sent.get('camera');
    expect(camera?.codec).toBe('VP8');
    expect(camera?.layers.map(({ rid, height, active }) => [rid, height, active])).toEqual([
      ['r0', 180, true],
      ['r1', 360, true],
    ]);
    for (const layer of camera?.layers ?? []) expect(layer.roundTripMs).toBeGreaterThan(0);
    expect(reading.sent.get('microphone')?.layers).toHaveLength(1);
  });

  test('the way is the pair of candidates that carries media', () => {
    expect(reading.uplink).toMatchObject({ protocol: 'udp', relayed: false });
    expect(reading.uplink?.bytes).toBeGreaterThan(380_000);
    expect(reading.downlink?.bytes).toBeGreaterThan(220_000);
  });

  test('nothing is made up: every number is one', () => {
    const numbers = JSON.stringify(
      [...reading.received.values(), ...reading.sent.values(), reading.uplink, reading.downlink],
      (_key, value: unknown) =>
        typeof value === 'number' && !Number.isFinite(value) ? '!' : value,
    );
    expect(numbers).not.toContain('"!"');
  });
});

test('what a browser does not say is null', () => {
  expect(readingOf('firefox').sent.get('camera')?.layers[0]?.limitation).toBe(null);
  expect(readingOf('firefox').uplink?.availableBitrate).toBe(null);
});

test('Firefox tells a layer that is off by its lines', () => {
  const off = { id: 'o', type: 'outbound-rtp', timestamp: 1, kind: 'video', mid: '0', ssrc: 1 };
  const sent = reportOf([{ ...off, frameHeight: 0, frameWidth: 0 } as RTCOutboundRtpStreamStats]);
  const reading = readReports({ sent, received: reportOf([]), sources: SOURCES, keys: new Map() });
  expect(reading.sent.get('camera')?.layers).toMatchObject([{ active: false, height: null }]);
});

test('before there is a way there is none', () => {
  const nothing = { sent: reportOf([]), received: reportOf([]), sources: SOURCES, keys: new Map() };
  expect(readReports(nothing)).toEqual({
    received: new Map(),
    sent: new Map(),
    uplink: null,
    downlink: null,
  });
});
