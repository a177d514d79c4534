import type { Source } from '@ottogi/protocol';
import { beforeEach, expect, test, vi } from 'vitest';
import { asItIs, type Captured } from './capture.ts';
import { ClientError } from './errors.ts';
import { Publisher, type PublisherOwner } from './Publisher.ts';
import type { LocalPublication } from './state.ts';
import { FakeSession, fakeTrack, settle } from './testing/fakes.ts';

const BACK = { constraints: { facingMode: 'environment' } };

let tracks: MediaStreamTrack[] = [];
let shown: LocalPublication = { status: 'off' };
let publisher: Publisher;
const capture = vi.fn<PublisherOwner['capture']>();
const failed = vi.fn<PublisherOwner['failed']>();
const ended = vi.fn<(source: Source) => void>();
const soundCaptured = vi.fn<(track: MediaStreamTrack) => void>();

beforeEach(() => {
  tracks = [];
  shown = { status: 'off' };
  vi.resetAllMocks();
  capture.mockImplementation(async () => {
    await settle();
    const track = fakeTrack();
    tracks.push(track);
    return asItIs(track);
  });
  publisher = new Publisher('camera', {
    capture,
    failed,
    ended,
    soundCaptured,
    changed: (_source, publication) => {
      shown = publication;
    },
  });
});

function live(): MediaStreamTrack[] {
  return tracks.filter(({ readyState }) => readyState === 'live');
}

test('before a call there is a preview, which the call takes over', async () => {
  await publisher.publish({});
  expect(shown).toEqual({ status: 'live', track: tracks[0], paused: false });
  const session = new FakeSession();
  publisher.attach(session);
  await settle();
  expect(session.told).toEqual(['produce camera']);
});

test('twenty quick starts and stops end in the last wish, with one track or none', async () => {
  const session = new FakeSession();
  publisher.attach(session);
  const wishes: Promise<void>[] = [];
  for (let round = 0; round < 20; round += 1) {
    wishes.push(publisher.publish({}));
    for (let turn = 0; turn < round * 7; turn += 1) await Promise.resolve();
    wishes.push(publisher.unpublish());
    expect(live()).toEqual([]);
  }
  await Promise.all(wishes);
  expect(shown).toEqual({ status: 'off' });
  expect(live()).toEqual([]);
  expect(session.told.filter((what) => what.startsWith('produce'))).toHaveLength(
    session.told.filter((what) => what.startsWith('close')).length,
  );
  await publisher.publish({});
  expect(live()).toHaveLength(1);
  expect(session.told.at(-1)).toBe('produce camera');
  expect(failed).not.toHaveBeenCalled();
});

test('a mute is in force before anybody is asked', async () => {
  const session = new FakeSession();
  publisher.attach(session);
  await publisher.publish({});
  const { promise, resolve } = Promise.withResolvers<void>();
  session.pause = promise;
  const muted = publisher.setPaused(true);
  expect(tracks[0]?.enabled).toBe(false);
  expect(shown).toMatchObject({ status: 'live', paused: true });
  void publisher.setPaused(false);
  void publisher.setPaused(true);
  resolve();
  await muted;
  expect(session.told).toEqual(['produce camera', 'pause camera']);
});

test('published muted, it is never heard', async () => {
  const session = new FakeSession();
  publisher.attach(session);
  await publisher.publish({ paused: true });
  expect(tracks[0]?.enabled).toBe(false);
  expect(session.told).toEqual(['produce camera paused']);
});

test('a new session gets the same track, with its mute', async () => {
  publisher.attach(new FakeSession());
  await publisher.publish({});
  await publisher.setPaused(true);
  publisher.attach(null);
  const next = new FakeSession();
  publisher.attach(next);
  await settle();
  expect(next.told).toEqual(['produce camera paused']);
  expect(tracks).toHaveLength(1);
});

test('another device takes the place of the first under the same publication', async () => {
  const session = new FakeSession();
  publisher.attach(session);
  await publisher.publish({});
  await publisher.publish(BACK);
  expect(session.told).toEqual(['produce camera', 'replace camera']);
  expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
});

test('a device that cannot be had leaves the one that runs', async () => {
  await publisher.publish({});
  capture.mockRejectedValue(new ClientError('deviceNotFound', 'no such camera'));
  await expect(publisher.publish(BACK)).rejects.toMatchObject({
    code: 'deviceNotFound',
  });
  expect(shown).toMatchObject({ status: 'live', track: tracks[0] });
  expect(live()).toHaveLength(1);
});

test('a phone that opens one camera at a time gets the chance to', async () => {
  await publisher.publish({});
  const open = capture.getMockImplementation()!;
  capture.mockImplementation(async (...asked) => {
    if (live().length > 0) throw new ClientError('deviceBusy', 'one at a time');
    return open(...asked);
  });
  await publisher.publish(BACK);
  expect(live()).toEqual([tracks[1]]);
});

test('a refusal is the answer to publish, and stays to be seen', async () => {
  const error = new ClientError('permissionDenied', 'no');
  capture.mockRejectedValue(error);
  await expect(publisher.publish({})).rejects.toBe(error);
  expect(shown).toEqual({ status: 'failed', error });
  expect(failed).not.toHaveBeenCalled();
});

test('whoever closes the picker sees nothing failed', async () => {
  capture.mockRejectedValue(new ClientError('cancelled', 'closed'));
  await expect(publisher.publish({})).rejects.toMatchObject({ code: 'cancelled' });
  expect(shown).toEqual({ status: 'off' });
});

test("an answer that comes after the wish was taken back is nobody's failure", async () => {
  const { promise, reject } = Promise.withResolvers<Captured>();
  capture.mockReturnValue(promise);
  const publishing = publisher.publish({});
  const stopping = publisher.unpublish();
  expect(shown).toEqual({ status: 'off' });
  reject(new ClientError('permissionDenied', 'no'));
  await Promise.all([publishing, stopping]);
  expect(shown).toEqual({ status: 'off' });
});

test('what the server rejects stops, and says so once nobody waits', async () => {
  await publisher.publish({});
  const session = new FakeSession();
  session.failure = new ClientError('mediaRejected', 'no');
  publisher.attach(session);
  await settle();
  expect(shown).toEqual({ status: 'failed', error: session.failure });
  expect(live()).toEqual([]);
  expect(failed).toHaveBeenCalledWith('camera', session.failure);
});

test.each(['serverUnreachable', 'timeout', 'notJoined'] as const)(
  'a session that ends with %s costs no track',
  async (code) => {
    const lost = new FakeSession();
    lost.failure = new ClientError(code, 'lost');
    publisher.attach(lost);
    await publisher.publish({});
    expect(shown).toMatchObject({ status: 'live' });
    const next = new FakeSession();
    publisher.attach(next);
    await settle();
    expect(next.told).toEqual(['produce camera']);
  },
);

test('what the server could not take in for a moment is told again', async () => {
  vi.useFakeTimers();
  const session = new FakeSession();
  publisher.attach(session);
  await publisher.publish({});
  session.failure = new ClientError('storeUnavailable', 'in a moment');
  await publisher.setPaused(true);
  session.failure = null;
  await vi.advanceTimersByTimeAsync(1000);
  vi.useRealTimers();
  expect(session.told).toEqual(['produce camera', 'pause camera', 'pause camera']);
});

test('a track that ends by itself is reported, one that was replaced is not', async () => {
  await publisher.publish({});
  await publisher.publish(BACK);
  tracks[0]?.dispatchEvent(new Event('ended'));
  expect(ended).not.toHaveBeenCalled();
  tracks[1]?.dispatchEvent(new Event('ended'));
  expect(ended).toHaveBeenCalledWith('camera');
});

test('capturing anew keeps the publication and its mute, and the old track until then', async () => {
  const session = new FakeSession();
  publisher.attach(session);
  await publisher.publish({ paused: true });
  const renewing = publisher.renew();
  expect(live()).toEqual([tracks[0]]);
  await renewing;
  expect(session.told).toEqual(['produce camera paused', 'replace camera']);
  expect(live()).toEqual([tracks[1]]);
  expect(tracks[1]?.enabled).toBe(false);
});

test('what nobody waits for any more is taken back', async () => {
  capture.mockImplementation(
    async (_source, _options, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('taken back')));
      }),
  );
  const publishing = publisher.publish({});
  await publisher.unpublish();
  await publishing;
  expect(shown).toEqual({ status: 'off' });
  void publisher.publish({});
  void publisher.publish(BACK);
  await settle();
  expect(capture).toHaveBeenLastCalledWith('camera', BACK, expect.anything());
  void publisher.renew();
  await settle();
  expect(capture).toHaveBeenCalledTimes(4);
  expect(failed).not.toHaveBeenCalled();
});

test('settings that change while the device opens are not lost', async () => {
  const publishing = publisher.publish({});
  await Promise.resolve();
  void publisher.renew();
  await publishing;
  expect(capture).toHaveBeenCalledTimes(2);
  expect(live()).toEqual([tracks[1]]);
});

test('capturing anew in vain leaves what runs, and ends what has ended', async () => {
  await publisher.publish({});
  capture.mockRejectedValue(new ClientError('deviceNotFound', 'none'));
  await publisher.renew();
  expect(shown).toMatchObject({ status: 'live', track: tracks[0] });
  tracks[0]?.stop();
  await publisher.renew();
  expect(shown).toMatchObject({ status: 'failed', error: { code: 'deviceNotFound' } });
  expect(failed).toHaveBeenCalledTimes(2);
});

test('tracks of one’s own that were given are all stopped, taken up or not', async () => {
  const given = [fakeTrack(), fakeTrack(), fakeTrack()];
  capture.mockImplementation(async (_source, { track }) => asItIs(track!));
  const session = new FakeSession();
  publisher.attach(session);
  const { promise, resolve } = Promise.withResolvers<void>();
  session.pause = promise;
  const publishing: Promise<void>[] = [];
  for (const track of given) {
    publishing.push(publisher.publish({ track }));
    if (publishing.length === 1) await settle();
  }
  resolve();
  await Promise.all(publishing);
  await publisher.unpublish();
  expect(given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended', 'ended']);
});

test("a track of one's own is not captured anew while it lives", async () => {
  const track = fakeTrack();
  await publisher.publish({ track });
  await publisher.renew();
  expect(capture).toHaveBeenCalledTimes(1);
  track.stop();
  await publisher.renew();
  expect(capture).toHaveBeenCalledTimes(2);
});

test('a device that was unplugged while it opened is reported too', async () => {
  capture.mockImplementation(async () => {
    const track = fakeTrack();
    track.stop();
    return asItIs(track);
  });
  await publisher.publish({});
  expect(ended).toHaveBeenCalledWith('camera');
});
