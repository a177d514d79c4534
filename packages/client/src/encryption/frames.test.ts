import { expect, test } from 'vitest';
import type { Bytes } from './bytes.ts';
import { codecOf, type Codec, CODECS, partsOf } from './codecs.ts';
import { FrameOpener } from './FrameOpener.ts';
import { FrameSealer } from './FrameSealer.ts';
import { partSealed, type StreamKind } from './frameFormat.ts';
import { escapeStarts, firstSlice, unescapeStarts } from './h264.ts';
import { ReplayWindow } from './ReplayWindow.ts';
import { freshKey, nextStep, readKey, type SenderKey, writeKey } from './SenderKey.ts';

const VOICE: StreamKind = { source: 'microphone', codec: 'opus' };
const CAMERA: StreamKind = { source: 'camera', codec: 'vp8' };

/** Pseudo-random, and the same in each run; every other byte is 0, which is what H.264 minds. */
function someBytes(length: number, seed = 1): Bytes {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % 5 < 3 ? 0 : (state >> 8) % 256;
  });
}

const nalUnit = (start: number[], ...bytes: number[]) => [...start, 0, 0, 1, ...bytes];
const START = [0];

/** Parameter sets and a key frame in two slices. */
function h264(start = START): Bytes {
  const slice = [...escapeStarts(Uint8Array.of(0x88), someBytes(300)), 0x80];
  return Uint8Array.from([
    ...nalUnit(start, 0x67, 0x42, 0xe0, 0x1f),
    ...nalUnit(start, 0x68, 0xce, 0x3c, 0x80),
    ...nalUnit(start, 0x65, 0x88, ...slice),
    ...nalUnit([], 0x65, 0x40, ...slice),
  ]);
}

function frameOf(codec: Codec, length = 200, seed = 1): Bytes {
  return codec === 'h264' ? h264() : someBytes(length, seed);
}

/** A sender, and a receiver whose clock moves by hand. */
async function pair(key: SenderKey = freshKey(1)) {
  const [sealer, clock] = [new FrameSealer(), { now: 0 }];
  const opener = new FrameOpener(() => clock.now);
  await Promise.all([sealer.use(key), opener.add(key)]);
  return { sealer, opener, clock, key };
}

const sealed = async (sealer: FrameSealer, kind: StreamKind, data: Bytes) =>
  (await sealer.seal(kind, data))!;

async function steps(key: SenderKey, count: number): Promise<SenderKey> {
  let last = key;
  for (let step = 0; step < count; step += 1) last = (await nextStep(last))!;
  return last;
}

const frame = someBytes(80);
const statusOf = async (opener: FrameOpener, data: Bytes, kind = VOICE) =>
  (await opener.open(kind, data)).status;

test.each(CODECS)(
  '%s: what is sealed is opened again, and nothing but its header is clear',
  async (codec) => {
    const kind: StreamKind = { source: 'screen', codec };
    const { sealer, opener } = await pair();
    for (const length of codec === 'vp8' ? [10, 11, 1_000] : [0, 1, 2, 3, 10, 1_000]) {
      for (const seed of [1, 2, 3, 4]) {
        const data = frameOf(codec, length, seed);
        const { clear } = partsOf(codec, data)!;
        const bytes = await sealed(sealer, kind, data);
        expect(bytes.subarray(0, clear)).toEqual(data.subarray(0, clear));
        expect(await opener.open(kind, bytes)).toEqual({ status: 'opened', data });
        const hidden = Buffer.from(data.subarray(clear));
        if (hidden.length > 8) expect(Buffer.from(bytes).includes(hidden)).toBe(false);
      }
    }
  },
);

test('a VP8 key frame shows its size, another frame its tag, sound and VP9 nothing', () => {
  const key = Uint8Array.from({ length: 50 }, () => 0);
  const delta = key.with(0, 1);
  expect(partsOf('vp8', key)?.clear).toBe(10);
  expect(partsOf('vp8', delta)?.clear).toBe(3);
  expect(partsOf('vp9', key)?.clear).toBe(0);
  expect(partsOf('opus', key)?.clear).toBe(0);
  expect([codecOf('video/VP8'), codecOf('audio/opus'), codecOf('video/AV1')]).toEqual([
    'vp8',
    'opus',
    null,
  ]);
});

test('H.264: a sealed frame has no other NAL units, and opens when its parameter sets were rewritten', async () => {
  const kind: StreamKind = { source: 'camera', codec: 'h264' };
  const { sealer, opener } = await pair();
  for (let count = 0; count < 200; count += 1) {
    const bytes = await sealed(sealer, kind, h264());
    const slice = firstSlice(bytes)!;
    expect(slice).toBe(firstSlice(h264()));
    const text = Buffer.from(bytes.subarray(slice)).toString('hex').match(/../g)!.join(' ');
    expect(text).not.toMatch(/00 00 0[0-2]/);
    // A decoder takes zeros at the end for padding.
    expect(bytes.at(-1)).not.toBe(0);
  }
  const bytes = await sealed(sealer, kind, h264());
  const rewritten = Uint8Array.from([
    ...h264([]).subarray(0, firstSlice(h264([]))!),
    ...bytes.subarray(firstSlice(bytes)!),
  ]);
  expect((await opener.open(kind, rewritten)).status).toBe('opened');
});

test('escaping is undone whatever stands before it', () => {
  for (let seed = 1; seed < 300; seed += 1) {
    const [before, bytes] = [someBytes(3, seed), someBytes(60, seed + 1)];
    expect(unescapeStarts(before, escapeStarts(before, bytes))).toEqual(bytes);
  }
});

test('no nonce is used twice: not by several streams, nor after a ratchet, and no key comes back', async () => {
  const { sealer, key } = await pair();
  const seen = new Set<string>();
  const note = async (kind: StreamKind) => {
    const { kid, counter } = partSealed(kind, await sealed(sealer, kind, someBytes(30)))!;
    const name = `${kid}/${counter}`;
    expect(seen.has(name)).toBe(false);
    seen.add(name);
  };
  const all = () => Array.from({ length: 100 }, (_, index) => note(index % 2 ? VOICE : CAMERA));
  await Promise.all(all());
  await sealer.use(await steps(key, 1));
  await Promise.all(all());
  await sealer.use(freshKey(2));
  await Promise.all(all());
  expect(seen.size).toBe(300);
  for (const former of [key, await steps(key, 9), freshKey(2)]) {
    await expect(sealer.use(former)).rejects.toThrow(/after key/);
  }
});

test('without a key nothing is sealed, nor what is no frame: and so it does not go out', async () => {
  expect(await new FrameSealer().seal(VOICE, frame)).toBeNull();
  const { sealer } = await pair();
  expect(await sealer.seal(CAMERA, Uint8Array.of(0, 1, 2))).toBeNull();
  expect(await sealer.seal({ ...CAMERA, codec: 'h264' }, frame)).toBeNull();
});

test('what is touched, moved to another source, or not sealed at all is refused', async () => {
  const { sealer, opener } = await pair();
  const bytes = await sealed(sealer, CAMERA, someBytes(60));
  for (const index of bytes.keys()) {
    const other = bytes.with(index, bytes.at(index)! ^ 1);
    expect(await statusOf(opener, other, CAMERA), `byte ${index}`).not.toBe('opened');
  }
  expect(await statusOf(opener, bytes, { ...CAMERA, source: 'screen' })).toBe('refused');
  expect(await statusOf(opener, frame)).toBe('refused');
  expect(await statusOf(opener, new Uint8Array())).toBe('refused');
  expect(await statusOf(opener, bytes, CAMERA)).toBe('opened');
});

test('a frame is taken once, in whatever order, and none that is long past', async () => {
  const { sealer, opener } = await pair();
  const frames = await Promise.all(
    Array.from({ length: 1_100 }, () => sealed(sealer, VOICE, frame)),
  );
  for (const index of [1, 0, 3]) expect(await statusOf(opener, frames.at(index)!)).toBe('opened');
  for (const index of [1, 0, 3]) expect(await statusOf(opener, frames.at(index)!)).toBe('refused');
  const both = await Promise.all([
    statusOf(opener, frames.at(4)!),
    statusOf(opener, frames.at(4)!),
  ]);
  expect(both.sort()).toEqual(['opened', 'refused']);
  expect(await statusOf(opener, frames.at(-1)!)).toBe('opened');
  expect(await statusOf(opener, frames.at(2)!)).toBe('refused');
  expect(await statusOf(opener, frames.at(200)!)).toBe('opened');
});

test('a window forgets nothing that it could still take', () => {
  const window = new ReplayWindow();
  for (let counter = 0; counter < 5_000; counter += 2) window.take(counter);
  for (let counter = 4_000; counter < 5_000; counter += 1) {
    expect(window.take(counter)).toBe(counter % 2 === 1);
  }
});

test('a ratchet needs no message, and what was on its way opens for a while', async () => {
  const { sealer, opener, clock, key } = await pair();
  const before = await Promise.all([1, 2, 3].map(() => sealed(sealer, VOICE, frame)));
  await sealer.use(await steps(key, 3));
  const after = await sealed(sealer, VOICE, frame);
  // What merely claims to be ahead moves nothing.
  const forged = after.with(0, after.at(0)! ^ 1);
  expect(await statusOf(opener, forged)).toBe('refused');
  clock.now += 60_000;
  expect(await statusOf(opener, before.at(0)!)).toBe('opened');
  expect(await statusOf(opener, after)).toBe('opened');
  clock.now += 4_999;
  expect(await statusOf(opener, before.at(1)!)).toBe('opened');
  clock.now += 1;
  expect(await statusOf(opener, before.at(2)!)).toBe('past');
});

test('who joins hears nothing of what was said before', async () => {
  const { sealer, key } = await pair();
  const before = await sealed(sealer, VOICE, frame);
  const next = await steps(key, 1);
  await sealer.use(next);
  const newcomer = new FrameOpener(() => 0);
  await newcomer.add(next);
  expect(await statusOf(newcomer, await sealed(sealer, VOICE, frame))).toBe('opened');
  expect(await statusOf(newcomer, before)).toBe('past');
});

test('who left hears nothing of what is said from then on, however far they ratchet', async () => {
  const { sealer, opener, key } = await pair();
  await sealer.use(freshKey(2));
  const after = await sealed(sealer, VOICE, frame);
  expect(await statusOf(opener, after)).toBe('unknownKey');
  // Nor by taking the next generation for a later step of the former.
  const guess = new FrameOpener(() => 0);
  await guess.add({ ...(await steps(key, 5)), generation: 2, step: 0 });
  expect(await statusOf(guess, after)).toBe('refused');
});

test('a former generation opens what was on its way for ten seconds, and there are few at a time', async () => {
  const { sealer, opener, clock, key } = await pair();
  const before = await Promise.all([1, 2, 3].map(() => sealed(sealer, VOICE, frame)));
  await opener.add(freshKey(2));
  clock.now = 9_999;
  expect(await statusOf(opener, before.at(0)!)).toBe('opened');
  clock.now = 10_000;
  expect(await statusOf(opener, before.at(1)!)).toBe('past');
  // Given once more, it is a former one all the same.
  await opener.add(key);
  expect(await statusOf(opener, before.at(2)!)).toBe('opened');
  clock.now = 20_000;
  expect(await statusOf(opener, before.at(2)!)).toBe('past');
  const { opener: crowded, sealer: first } = await pair();
  for (const generation of [2, 3, 4, 5]) await crowded.add(freshKey(generation));
  expect(await statusOf(crowded, await sealed(first, VOICE, frame))).toBe('past');
});

test('nobody is made to ratchet without end', async () => {
  const { sealer, opener, key } = await pair();
  await sealer.use(await steps(key, 33));
  expect(await statusOf(opener, await sealed(sealer, VOICE, frame))).toBe('unknownKey');
  expect(await nextStep({ ...key, step: 255 })).toBeNull();
});

test('a key is read as it was written, and nothing else is one', async () => {
  const key = await steps(freshKey(3), 2);
  const written = writeKey(key) as Record<string, unknown>;
  expect(readKey(written)).toEqual(key);
  const wrong = [{ generation: -1 }, { step: 256 }, { key: 'AAAA' }, { key: 1 }, { step: '1' }];
  for (const change of wrong) expect(readKey({ ...written, ...change })).toBeNull();
});
