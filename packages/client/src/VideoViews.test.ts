import type { AckData, RequestInput, RequestName } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClientError } from './errors.ts';
import type { TrackKey } from './state.ts';
import { FakeSession, settle } from './testing/fakes.ts';
import { VideoViews } from './VideoViews.ts';

const HEIGHTS = [180, 360, 720];

let asked: { name: RequestName; data: unknown }[];
let videos: Map<TrackKey, readonly number[]>;
/** How often it was looked what there is to be seen. */
let looks: number;
let session: FakeSession;
let failure: ClientError | null;
/** Whether nothing is to be sent for now. */
let resting: boolean;
/** Answers are held back until this is resolved. */
let hold: Promise<void>;
let views: VideoViews;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  failure = null;
  resting = false;
  hold = Promise.resolve();
  videos = new Map();
  looks = 0;
  session = new FakeSession();
  const request = async <N extends RequestName>(name: N, data: RequestInput<N>) => {
    asked.push({ name, data });
    await hold;
    if (failure) throw failure;
    return {} as AckData<N>;
  };
  views = new VideoViews({
    signal: { request },
    videos: () => {
      looks += 1;
      // Without end, no test would ever fail.
      if (looks > 1_000) throw new Error('looks too often');
      return videos;
    },
    rests: () => resting,
  });
});

afterEach(() => {
  views.attach(null);
  vi.useRealTimers();
});

function camera(name: string): TrackKey {
  return `${name}/camera`;
}

/** Somebody's camera is there, and arrives over a consumer unless that is left out. */
function publish(name: string, consumerId: string | null = `c-${name}`): void {
  videos.set(camera(name), HEIGHTS);
  if (consumerId) {
    session.arrivals = new Map([...session.arrivals, [camera(name), { consumerId, open: true }]]);
  }
}

function show(height: number, ...names: string[]): Promise<void> {
  views.set(new Map(names.map((name) => [camera(name), { width: 2 * height, height }])));
  return settle();
}

/** The settings of each `configureConsumers` so far, in short. */
function configured(): string[] {
  return asked
    .filter(({ name }) => name === 'configureConsumers')
    .map(({ data }) => {
      const { consumers } = data as RequestInput<'configureConsumers'>;
      return consumers
        .map((each) => `${each.consumerId}:${each.paused ? 'off' : String(each.spatialLayer)}`)
        .join(' ');
    });
}

test('a page that says nothing gets what the join brought', async () => {
  publish('ann');
  views.attach(session);
  views.update();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toEqual([]);
});

test('one change is one request, however many tiles it is about', async () => {
  for (const name of ['ann', 'bob', 'eve']) publish(name);
  views.attach(session);
  await show(100, 'ann', 'bob');
  expect(configured()).toEqual(['c-ann:0 c-bob:0 c-eve:off']);
  expect(views.isHidden(camera('eve'))).toBe(true);
  expect(views.isHidden(camera('ann'))).toBe(false);
  await show(100, 'ann', 'bob');
  expect(asked).toHaveLength(1);
});

test('while one request is under way, only the last wish is kept', async () => {
  publish('ann');
  views.attach(session);
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  for (const height of [100, 300, 700, 100, 300]) await show(height, 'ann');
  await show(100);
  await show(300, 'ann');
  resolve();
  await settle();
  expect(configured()).toEqual(['c-ann:0', 'c-ann:1']);
});

test('what the page wants is said again to the next membership', async () => {
  publish('ann');
  views.attach(session);
  await show(300, 'ann');
  session = new FakeSession();
  publish('ann', 'c-new');
  views.attach(session);
  await settle();
  expect(configured()).toEqual(['c-ann:1', 'c-new:1']);
});

test('a camera that was hidden and is published again is hidden again', async () => {
  publish('ann');
  views.attach(session);
  await show(100);
  publish('ann', 'c-again');
  views.update();
  await settle();
  expect(configured()).toEqual(['c-ann:off', 'c-again:off']);
});

test('more than a hundred settings are several requests', async () => {
  const names = Array.from({ length: 130 }, (_, index) => `p${index}`);
  for (const name of names) publish(name);
  views.attach(session);
  await show(100, ...names);
  expect(configured().map((settings) => settings.split(' ').length)).toEqual([100, 30]);
});

test('a camera that has just been published may come by itself', async () => {
  views.attach(session);
  await show(100, 'ann');
  publish('ann', null);
  views.update();
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toEqual([{ name: 'subscribe', data: { peerId: 'ann', source: 'camera' } }]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveLength(1);
});

test('a request that fails is made again a while later, and no sooner', async () => {
  publish('ann');
  views.attach(session);
  failure = new ClientError('tooManyRequests', 'slowly');
  await show(100, 'ann');
  await show(300, 'ann');
  await show(700, 'ann');
  expect(asked).toHaveLength(1);
  failure = null;
  await vi.advanceTimersByTimeAsync(1100);
  expect(configured()).toEqual(['c-ann:0', 'c-ann:null']);
});

test('somebody who has gone is not asked for again', async () => {
  publish('ann', null);
  views.attach(session);
  failure = new ClientError('notFound', 'gone');
  await show(100, 'ann');
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveLength(1);
});

test('a camera that goes off and on while a request is under way is asked for again', async () => {
  publish('ann', null);
  views.attach(session);
  await show(100, 'ann');
  await vi.advanceTimersByTimeAsync(600);
  publish('ann');
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  views.update();
  await settle();
  videos.clear();
  session.arrivals = new Map();
  views.update();
  publish('ann', null);
  views.update();
  resolve();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked.map(({ name }) => name)).toEqual(['subscribe', 'configureConsumers', 'subscribe']);
});

test('a mix that is still to come is not asked for, nor looked for without end', async () => {
  const mix: TrackKey = 'mixer/mix';
  videos.set(mix, HEIGHTS);
  views.attach(session);
  views.set(new Map([[mix, { width: 640, height: 360 }]]));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual([]);
  expect(looks).toBeLessThan(20);
});

test('while videos rest none is sent, and afterwards those that are seen', async () => {
  publish('ann');
  views.attach(session);
  await show(100, 'ann');
  resting = true;
  views.update();
  await settle();
  resting = false;
  views.update();
  await settle();
  expect(configured()).toEqual(['c-ann:0', 'c-ann:off', 'c-ann:0']);
});

test('on another stage nothing is hidden before the page has said what can be seen', async () => {
  publish('ann');
  views.attach(session);
  await show(100);
  publish('bob');
  views.otherStage();
  views.update();
  await settle();
  expect(configured()).toEqual(['c-ann:off']);
});
