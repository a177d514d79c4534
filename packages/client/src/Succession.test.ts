import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { trackKey, type TrackKey } from './state.ts';
import { Succession } from './Succession.ts';
import { FakeSession, fakeTrack } from './testing/fakes.ts';

const VOICE = trackKey('ben', 'microphone');
const FACE = trackKey('ben', 'camera');

/** What the page plays, as it was told. */
let shown: Map<TrackKey, MediaStreamTrack>;
let crossed: [string, boolean][];
let sent: Set<TrackKey>;
let former: FakeSession;
let succession: Succession;

function session(mediaId: string, decodes = 1): FakeSession {
  const made = new FakeSession();
  made.mediaId = mediaId;
  made.decodes = decodes;
  return made;
}

function tracksOf(): Map<TrackKey, MediaStreamTrack> {
  return new Map([
    [VOICE, fakeTrack('audio')],
    [FACE, fakeTrack('video')],
  ]);
}

/** Tracks of a session are there, as it says itself. */
function arrive(of: FakeSession, tracks: Map<TrackKey, MediaStreamTrack>): void {
  of.tracks = tracks;
  of.arrivals = new Map([...tracks.keys()].map((key) => [key, { consumerId: key, open: true }]));
  succession.tracksChanged(of, { started: tracks, ended: new Map() });
}

beforeEach(() => {
  vi.useFakeTimers();
  [shown, crossed, sent] = [new Map(), [], new Set([VOICE, FACE])];
  former = session('former');
  succession = new Succession(former, {
    isSent: (key) => sent.has(key),
    crossed: (mediaId, shows) => crossed.push([mediaId, shows]),
    left: () => {},
    tracksChanged: ({ started, ended }) => {
      for (const [key, track] of ended) if (shown.get(key) === track) shown.delete(key);
      for (const [key, track] of started) shown.set(key, track);
    },
  });
  arrive(former, tracksOf());
});

afterEach(() => vi.useRealTimers());

test('what is new takes the place of what was once it moves, and not before', async () => {
  const before = new Map(shown);
  const next = session('next', 0);
  succession.cross(next);
  const tracks = tracksOf();
  arrive(next, tracks);
  await vi.advanceTimersByTimeAsync(500);
  expect(shown).toEqual(before);
  next.decodes = 1;
  await vi.advanceTimersByTimeAsync(200);
  expect(shown).toEqual(tracks);
  // A page needs a moment until it is seen.
  expect(crossed).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  expect(crossed).toEqual([['next', true]]);
  expect(former.closed).toBe(false);
  expect(succession.settle('next')).toBe('stayed');
  expect(former.closed).toBe(true);
  expect(next.closed).toBe(false);
});

test('what is muted or hidden is not waited for, and changes with the rest', async () => {
  sent.delete(FACE);
  const next = session('next');
  succession.cross(next);
  const tracks = tracksOf();
  arrive(next, new Map([[VOICE, tracks.get(VOICE)!]]));
  await vi.advanceTimersByTimeAsync(600);
  expect(crossed).toEqual([['next', true]]);
  arrive(next, tracks);
  expect(shown).toEqual(tracks);
});

test('what does not come within its time is said, and what there was plays on', async () => {
  const before = new Map(shown);
  const next = session('next');
  succession.cross(next);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(crossed).toEqual([['next', false]]);
  expect(shown).toEqual(before);
});

test('a mix stays behind, and is not waited for', async () => {
  const mix = trackKey('mixer', 'mix');
  sent.add(mix);
  arrive(former, new Map([...tracksOf(), [mix, fakeTrack('video')]]));
  const next = session('next');
  succession.cross(next);
  arrive(next, tracksOf());
  await vi.advanceTimersByTimeAsync(600);
  expect(crossed).toEqual([['next', true]]);
});

test('all goes back where the server says so, also what had crossed over already', async () => {
  const before = new Map(shown);
  const next = session('next');
  succession.cross(next);
  arrive(next, tracksOf());
  await vi.advanceTimersByTimeAsync(200);
  expect(shown).not.toEqual(before);
  expect(succession.settle('former')).toBe('back');
  expect(shown).toEqual(before);
  expect(next.closed).toBe(true);
  expect(succession.current).toBe(former);
});

test('media that nobody here knows is not settled on', () => {
  expect(succession.settle('another')).toBeNull();
});

test('after a loss the former tracks stay until they have come anew, three seconds at most', async () => {
  const next = session('next');
  succession.follow(next);
  arrive(next, new Map([[VOICE, fakeTrack('audio')]]));
  expect(former.closed).toBe(false);
  arrive(next, tracksOf());
  expect(former.closed).toBe(true);
  const last = session('last');
  succession.follow(last);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(next.closed).toBe(true);
});

test('what both have plays on where the former goes', () => {
  const next = session('next');
  succession.follow(next);
  const tracks = new Map(former.tracks);
  arrive(next, tracks);
  succession.tracksChanged(former, { started: new Map(), ended: tracks });
  expect(shown).toEqual(tracks);
});
