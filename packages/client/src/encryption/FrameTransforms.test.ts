import { expect, test, vi } from 'vitest';
import type { StreamKind } from './frameFormat.ts';
import { FrameTransforms } from './FrameTransforms.ts';
import { freshKey } from './SenderKey.ts';
import type { Frame, StreamOptions } from './workerMessages.ts';

const OUT: StreamOptions = { source: 'microphone', codec: 'opus', peerId: null };
const IN: StreamOptions = { ...OUT, peerId: 'ada' };

/** What comes out for each frame that goes in: its bytes, or null where it is dropped. */
async function through(transforms: FrameTransforms, options: StreamOptions, frames: Frame[]) {
  const { readable, writable } = transforms.stream(options);
  const writer = writable.getWriter();
  const written = (async () => {
    for (const frame of frames) await writer.write(frame);
    await writer.close();
  })();
  const out = [];
  for await (const frame of readable as unknown as AsyncIterable<Frame>) out.push(frame.data);
  await written;
  return out;
}

const frame = (byte: number): Frame => ({ data: new Uint8Array(50).fill(byte).buffer });

test('what is sealed on one side is opened on the other, by the same frame', async () => {
  const [ada, ben] = [new FrameTransforms(() => {}), new FrameTransforms(() => {})];
  const key = freshKey(1);
  await Promise.all([ada.use(key), ben.add('ada', key)]);
  const sealed = await through(ada, OUT, [frame(1), frame(2)]);
  expect(sealed).toHaveLength(2);
  const opened = await through(
    ben,
    IN,
    sealed.map((data) => ({ data })),
  );
  expect(opened).toEqual([frame(1).data, frame(2).data]);
});

test('without a key nothing goes out, and what nothing opens does not come in', async () => {
  const missing = vi.fn();
  const [ada, ben] = [new FrameTransforms(() => {}), new FrameTransforms(missing)];
  expect(await through(ada, OUT, [frame(1)])).toEqual([]);
  await ada.use(freshKey(1));
  const sealed = await through(ada, OUT, [frame(1), frame(2)]);
  expect(
    await through(
      ben,
      IN,
      sealed.map((data) => ({ data })),
    ),
  ).toEqual([]);
  expect(await through(ben, IN, [frame(1)])).toEqual([]);
  // Once a second.
  expect(missing.mock.calls).toEqual([['ada']]);
});

test('a frame that is of no use, or a detached one, ends no stream', async () => {
  const ada = new FrameTransforms(() => {});
  await ada.use(freshKey(1));
  const broken = {
    get data(): ArrayBuffer {
      throw new TypeError('detached');
    },
  };
  expect(await through(ada, OUT, [broken, frame(1)])).toHaveLength(1);
});

const CAMERA: StreamKind = { source: 'camera', codec: 'vp9' };

test('a picture that comes before its key waits for it, and those behind it wait with it', async () => {
  const [ada, ben] = [new FrameTransforms(() => {}), new FrameTransforms(() => {})];
  const key = freshKey(2);
  await ada.use(key);
  const sealed = await through(ada, { ...CAMERA, peerId: null }, [frame(1), frame(2)]);
  const opened = through(
    ben,
    { ...CAMERA, peerId: 'ada' },
    sealed.map((data) => ({ data })),
  );
  // A key that opens something else ends no waiting.
  await ben.add('ada', freshKey(1));
  await ben.add('ada', key);
  expect(await opened).toEqual([frame(1).data, frame(2).data]);
});

test('a picture of before one came waits for nothing: its key does not come', async () => {
  const [ada, ben] = [new FrameTransforms(() => {}), new FrameTransforms(() => {})];
  const out = { ...CAMERA, peerId: null };
  await ada.use(freshKey(1));
  const before = await through(ada, out, [frame(1)]);
  const key = freshKey(2);
  await Promise.all([ada.use(key), ben.add('ada', key)]);
  const since = await through(ada, out, [frame(2)]);
  vi.useFakeTimers();
  const opened = through(
    ben,
    { ...CAMERA, peerId: 'ada' },
    [...before, ...since].map((data) => ({ data })),
  );
  expect(await opened).toEqual([frame(2).data]);
  vi.useRealTimers();
});

test('no picture waits for longer than a second, and after it none until one is opened', async () => {
  vi.useFakeTimers();
  const ben = new FrameTransforms(() => {});
  const sealed = Array.from({ length: 3 }, () => frame(1));
  const opened = through(ben, { ...CAMERA, peerId: 'ada' }, sealed);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await opened).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
