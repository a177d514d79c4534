import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QualityWatch } from './QualityWatch.ts';
import type { Reading } from './readings.ts';
import type { MediaState, RoomState } from './state.ts';
import { receivedCounts } from './testing/counts.ts';
import { FakeSession } from './testing/fakes.ts';

/** Looks at a camera whose packets are lost or not, as the test likes. */
class Camera extends FakeSession {
  lossy = false;
  looks = 0;
  #counts = receivedCounts();

  override arrivals = new Map([['ann/camera' as const, { consumerId: 'c1', open: true }]]);

  override async read(): Promise<Reading> {
    this.looks += 1;
    const { atMs, packets, packetsLost, framesReceived } = this.#counts;
    const frames = framesReceived + 60;
    this.#counts = receivedCounts({
      atMs: atMs + 2000,
      packets: packets + 100,
      packetsLost: packetsLost + (this.lossy ? 50 : 0),
      framesReceived: frames,
      framesDecoded: frames,
    });
    const received = new Map([['ann/camera' as const, this.#counts]]);
    return { received, sent: new Map(), uplink: null, downlink: null };
  }
}

let session: Camera;
let media: MediaState;
let muted: boolean;
let hidden: boolean;
let shown: RoomState['quality'][];
let watch: QualityWatch;

beforeEach(() => {
  vi.useFakeTimers();
  session = new Camera();
  media = 'connected';
  [muted, hidden] = [false, false];
  shown = [];
  watch = new QualityWatch({
    media: () => media,
    publications: () => new Map([['ann/camera', { paused: muted }]]),
    isHidden: () => hidden,
    looked: () => {},
    changed: (quality) => shown.push(quality),
  });
});

afterEach(() => {
  watch.attach(null);
  vi.useRealTimers();
});

/** What is shown of a camera after so many looks. */
async function afterLooks(count: number): Promise<string | undefined> {
  await vi.advanceTimersByTimeAsync(2000 * count);
  const quality = shown.at(-1)?.get('ann/camera');
  return quality && `${quality.level} ${quality.reason}`;
}

test('trouble shows after two looks, and is over after three', async () => {
  watch.attach(session);
  expect(await afterLooks(3)).toBe('good none');
  session.lossy = true;
  expect(await afterLooks(1)).toBe('good none');
  expect(await afterLooks(1)).toBe('poor yourConnection');
  session.lossy = false;
  expect(await afterLooks(2)).toBe('poor yourConnection');
  expect(await afterLooks(1)).toBe('good none');
  expect(shown).toHaveLength(3);
});

test('a mute, or a hidden tile, is no trouble', async () => {
  session.lossy = true;
  muted = true;
  watch.attach(session);
  expect(await afterLooks(3)).toBe('good paused');
  [muted, hidden] = [false, true];
  expect(await afterLooks(3)).toBe('good paused');
});

test('what the server says of a consumer counts for its track', async () => {
  watch.attach(session);
  watch.scored({ consumerId: 'c1', score: 10, producerScore: 2 });
  watch.scored({ consumerId: 'another', score: 1, producerScore: 1 });
  expect(await afterLooks(2)).toBe('poor theirConnection');
});

test('a way that is gone is told of everything', async () => {
  watch.attach(session);
  media = 'connecting';
  expect(await afterLooks(2)).toBe('poor yourConnection');
  expect(shown.at(-1)?.get('uplink')).toEqual({ level: 'poor', reason: 'yourConnection' });
});

test('outside of a call nothing is shown, and nobody looks', async () => {
  watch.attach(session);
  await afterLooks(2);
  watch.attach(null);
  expect(shown.at(-1)?.size).toBe(0);
  await afterLooks(3);
  expect(session.looks).toBe(2);
});

test('a look that is overtaken by the end of the call changes nothing', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const read = session.read.bind(session);
  session.read = async () => {
    await promise;
    return read();
  };
  watch.attach(session);
  await vi.advanceTimersByTimeAsync(2000);
  watch.attach(null);
  resolve();
  expect(await afterLooks(2)).toBe(undefined);
});
