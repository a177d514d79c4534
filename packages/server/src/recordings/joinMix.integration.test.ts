import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { colourAt, lengthOf, streamsOf, tonesAt } from '../testing/mediaFile.ts';
import { Ffmpeg } from './Ffmpeg.ts';
import { joinMix } from './joinMix.ts';
import { Manifest, readManifest, type RecordedStretch } from './Manifest.ts';

const TONES = [440, 880];

const PARTS = { ffmpeg: new Ffmpeg('ffmpeg'), roomBytes: Infinity };

// Pictures are encoded, on a machine that may be busy.
const TIMEOUT = { timeout: 90_000 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-mix-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Two seconds of a colour and a tone, as a mixer's stretch of a recording. */
async function made(index: number, beganMs: number, colour: string, hertz: number) {
  const file = `${index}-mix.webm`;
  const inputs = [`color=${colour}:s=320x180:r=10`, `sine=frequency=${hertz}`];
  const sources = inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]);
  const encoders = ['-c:v', 'libvpx', '-c:a', 'libopus'];
  const order = ['-v', 'error', ...sources, ...encoders, '-t', '2', join(folder, file)];
  await promisify(execFile)('ffmpeg', order);
  const who = { peerId: `mixer-${index}`, personId: `mixer-${index}`, name: 'Mixer' };
  const stretch: RecordedStretch = {
    file,
    ...who,
    source: 'mix',
    codec: 'video/VP8, audio/opus',
    beganMs,
    lengthMs: 2_000,
  };
  return stretch;
}

async function manifestOf(files: RecordedStretch[]): Promise<Manifest> {
  const manifest = new Manifest(folder, {
    version: 1,
    recordingId: 'r',
    room: { roomId: 'lounge', name: 'Lounge' },
    kind: 'mix',
    by: { personId: 'ada', name: 'Ada' },
    since: 0,
    endedAt: null,
    endReason: null,
    files,
  });
  await manifest.update({});
  return manifest;
}

test('what was broken into several files is one, each at its time', TIMEOUT, async () => {
  const files = [await made(1, 200, 'red', 440), await made(2, 5_200, 'blue', 880)];
  const manifest = await manifestOf(files);
  await joinMix({ ...PARTS, folder, manifest });
  expect((await readdir(folder)).sort()).toEqual(['manifest.json', 'mix.webm']);
  const [whole, ...others] = (await readManifest(folder)).files;
  expect(others).toEqual([]);
  expect(whole).toMatchObject({ file: 'mix.webm', source: 'mix', beganMs: 200 });
  expect(Math.abs(whole!.lengthMs! - 7_000)).toBeLessThan(100);
  const path = join(folder, 'mix.webm');
  expect(Math.abs((await lengthOf(path)) - 7)).toBeLessThan(0.1);
  expect((await streamsOf(path)).sort()).toEqual(['audio opus', 'video vp8']);
  expect(await tonesAt(path, 1, TONES)).toEqual([440]);
  expect(await tonesAt(path, 5.5, TONES)).toEqual([880]);
  expect((await colourAt(path, 1))[0]).toBeGreaterThan(150);
  expect((await colourAt(path, 5.5))[2]).toBeGreaterThan(150);
});

test('one file stays as it is, and so do several that cannot be joined', TIMEOUT, async () => {
  const only = await made(1, 0, 'red', 440);
  await joinMix({ ...PARTS, folder, manifest: await manifestOf([only]) });
  expect((await readdir(folder)).sort()).toEqual(['1-mix.webm', 'manifest.json']);
  const broken = { ...only, file: '2-mix.webm', beganMs: 3_000 };
  await writeFile(join(folder, broken.file), 'no media');
  const manifest = await manifestOf([only, broken]);
  const failing = joinMix({ ...PARTS, folder, manifest });
  await expect(failing).rejects.toThrow('not all');
  const full = joinMix({ ...PARTS, folder, manifest, roomBytes: 1_000 });
  await expect(full).rejects.toThrow('no room');
  expect((await readdir(folder)).sort()).toEqual(['1-mix.webm', '2-mix.webm', 'manifest.json']);
  expect((await readManifest(folder)).files).toEqual([only, broken]);
});
