import type { Downlink } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Downlinking } from './Downlinking.ts';
import { ClientError } from './errors.ts';
import type { Reading, ReceivedCounts } from './readings.ts';
import { INITIAL_STATE, keyParts, type RoomState, type TrackKey } from './state.ts';
import { FakeSession, fakeTrack, peer, publication, room } from './testing/fakes.ts';

const PICTURE: TrackKey = 'mixer/mix';
const SOUND: TrackKey = 'mixer/mixAudio';
const CAMERA: TrackKey = 'ben/camera';
const VOICE: TrackKey = 'ben/microphone';

/** Its arrivals, and what the browser has counted of each. */
class Arriving extends FakeSession {
  readonly counts = new Map<TrackKey, { framesDecoded: number; packets: number }>();

  override async read(): Promise<Reading> {
    const received = new Map(
      [...this.counts].map(([key, counts]) => [key, counts as ReceivedCounts]),
    );
    return { received, sent: new Map(), uplink: null, downlink: null };
  }

  /** Some of them flow, and can be seen and heard. */
  arrive(keys: TrackKey[], flowing: boolean): void {
    const arrivals = new Map(this.arrivals);
    for (const key of keys) {
      arrivals.set(key, { consumerId: key, open: true });
      this.counts.set(key, flowing ? FLOWING : { framesDecoded: 0, packets: 0 });
    }
    this.arrivals = arrivals;
  }

  depart(...keys: TrackKey[]): void {
    const left = [...this.arrivals].filter(([key]) => !keys.includes(key));
    this.arrivals = new Map(left);
    for (const key of keys) this.counts.delete(key);
  }
}

const FLOWING = { framesDecoded: 3, packets: 50 };

let session: Arriving;
let state: RoomState;
let asked: string[];
let refusal: ClientError | null;
let downlinking: Downlinking;

beforeEach(() => {
  vi.useFakeTimers();
  session = new Arriving();
  asked = [];
  refusal = null;
  const ben = peer('ben', [publication('camera'), publication('microphone')]);
  const lounge = room('Lounge', [peer('ada'), ben]);
  state = {
    ...INITIAL_STATE,
    rooms: [lounge],
    call: {
      status: 'joined',
      room: 'Lounge',
      name: 'Ada',
      roomId: lounge.roomId,
      peerId: 'ada',
      media: 'connected',
      movingTo: null,
      knocking: false,
      recovering: null,
    },
  };
  downlinking = new Downlinking({
    signal: {
      request: async (name: string, data: unknown) => {
        asked.push(`${name} ${(data as { downlink: string }).downlink}`);
        if (refusal && name === 'setDownlink') throw refusal;
        return {} as never;
      },
    },
    state: () => state,
    sentByOthers: () => [CAMERA, VOICE],
    changed: (downlink) => {
      state = { ...state, downlink };
    },
  });
});

afterEach(() => vi.useRealTimers());

function says(document: Partial<Downlink>): void {
  const { wanted = 'tiles', ruled = false, mix = 'none', layerHeights = [] } = document;
  const data = { peerId: 'ada', wanted, ruled, mix, layerHeights };
  downlinking.notified({ name: 'downlinkChanged', data });
}

/** As the store does it: what arrives becomes a track. */
function tracksFollow(): void {
  const tracks = new Map(state.tracks);
  for (const key of tracks.keys()) if (!session.arrivals.has(key)) tracks.delete(key);
  for (const key of session.arrivals.keys()) {
    const kind = /camera|mix$/.test(key) ? 'video' : 'audio';
    if (!tracks.has(key)) tracks.set(key, fakeTrack(kind));
  }
  state = { ...state, tracks };
  downlinking.update();
}

function arrive(keys: TrackKey[], flowing = true): void {
  session.arrive(keys, flowing);
  tracksFollow();
}

function depart(...keys: TrackKey[]): void {
  session.depart(...keys);
  tracksFollow();
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** In a call, with the tiles of Ben; then the mix shows. */
async function mixed(): Promise<void> {
  downlinking.entered(session, false);
  says({});
  arrive([CAMERA, VOICE]);
  await downlinking.set('mix');
  says({ wanted: 'mix', mix: 'coming' });
  arrive([PICTURE, SOUND]);
  says({ wanted: 'mix', mix: 'ready' });
  await pass(500);
  depart(CAMERA, VOICE);
  await pass(200);
}

test('the tiles go once the mix can be seen and heard, and not before', async () => {
  downlinking.entered(session, false);
  says({});
  arrive([CAMERA, VOICE]);
  await downlinking.set('mix');
  expect(asked).toEqual(['setDownlink mix']);
  says({ wanted: 'mix', mix: 'ready' });
  arrive([PICTURE, SOUND], false);
  await pass(1_000);
  expect(state.downlink).toMatchObject({ wanted: 'mix', shown: 'tiles', picture: null });
  session.counts.set(PICTURE, FLOWING);
  await pass(200);
  expect(state.downlink.shown).toBe('tiles');
  session.counts.set(SOUND, FLOWING);
  await pass(200);
  expect(state.downlink).toMatchObject({ shown: 'mix', picture: PICTURE });
  await pass(400);
  expect(asked).toContain('settleDownlink mix');
});

test('and the mix goes once all of the tiles are here, and a moment later', async () => {
  await mixed();
  await downlinking.set('tiles');
  says({ wanted: 'tiles', mix: 'ready' });
  arrive([CAMERA], true);
  await pass(1_000);
  expect(state.downlink.shown).toBe('mix');
  arrive([VOICE], true);
  await pass(100);
  expect(state.downlink).toMatchObject({ shown: 'tiles', picture: null });
  expect(asked).not.toContain('settleDownlink tiles');
  await pass(500);
  expect(asked.at(-1)).toBe('settleDownlink tiles');
});

test('a tile that never shows does not keep the mix for ever', async () => {
  await mixed();
  await downlinking.set('tiles');
  says({ wanted: 'tiles', mix: 'ready' });
  arrive([CAMERA, VOICE], false);
  await pass(4_000);
  expect(state.downlink.shown).toBe('tiles');
});

test.each([[[PICTURE, SOUND]], [[SOUND]]])(
  'a mix that is lost (%s) is gone at once',
  async (lost) => {
    await mixed();
    depart(...lost);
    expect(state.downlink).toMatchObject({ wanted: 'mix', shown: 'tiles', picture: null });
  },
);

test('a mix that comes back is shown again', async () => {
  await mixed();
  depart(PICTURE, SOUND);
  says({ wanted: 'mix', mix: 'coming' });
  arrive([CAMERA, VOICE]);
  arrive(['other/mix', 'other/mixAudio']);
  says({ wanted: 'mix', mix: 'ready' });
  await pass(200);
  expect(state.downlink).toMatchObject({ shown: 'mix', picture: 'other/mix' });
});

test('the mix of another mixer takes the place of one that is lost, where it comes before that goes', async () => {
  await mixed();
  arrive(['other/mix', 'other/mixAudio']);
  expect(state.downlink).toMatchObject({ shown: 'mix', picture: 'other/mix' });
  depart(PICTURE, SOUND);
  expect(state.downlink).toMatchObject({ shown: 'mix', picture: 'other/mix' });
});

test('where none can be had, who asked hears so, and everything stays', async () => {
  downlinking.entered(session, false);
  says({ mix: 'unavailable' });
  refusal = new ClientError('mixerUnavailable', 'no Chromium');
  await expect(downlinking.set('mix')).rejects.toBe(refusal);
  expect(state.downlink).toMatchObject({ wish: 'auto', shown: 'tiles', error: refusal });
});

test('a wish before a call is told to it, and again to one that begins anew', async () => {
  await downlinking.set('mix');
  expect(asked).toEqual([]);
  downlinking.entered(session, false);
  await pass(0);
  expect(asked).toEqual(['setDownlink mix']);
  downlinking.exited();
  downlinking.entered(new Arriving(), false);
  await pass(0);
  expect(asked).toEqual(['setDownlink mix', 'setDownlink mix']);
});

test('a membership that the server began anew is told again', async () => {
  await mixed();
  asked.length = 0;
  says({ wanted: 'tiles', mix: 'none' });
  await pass(0);
  expect(asked).toEqual(['setDownlink mix']);
});

test('where the link stays too weak the mix is asked for, unless somebody chose the tiles', async () => {
  downlinking.entered(session, false);
  says({});
  const poor = { level: 'poor', reason: 'yourConnection' } as const;
  const keys: TrackKey[] = [CAMERA, VOICE, 'cem/camera'];
  const looked = new Map(keys.map((key) => [key, poor]));
  for (let look = 0; look < 4; look += 1) downlinking.looked(looked);
  await pass(0);
  expect(asked).toEqual(['setDownlink mix']);
  expect(state.downlink).toMatchObject({ wish: 'auto', weak: true });
  await downlinking.set('tiles');
  expect(asked.at(-1)).toBe('setDownlink tiles');
  for (let look = 0; look < 20; look += 1) downlinking.looked(looked);
  await pass(0);
  expect(asked.at(-1)).toBe('setDownlink tiles');
});

test('the keys of a mix are those of its mixer', () => {
  expect(keyParts(PICTURE)).toEqual({ peerId: 'mixer', source: 'mix' });
});
