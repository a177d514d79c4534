import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Source } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { colourAt, lengthOf, streamsOf, tonesAt } from '../../testing/mediaFile.ts';
import { Ffmpeg } from '../Ffmpeg.ts';
import type { RecordedStretch } from '../Manifest.ts';
import { compose } from './compose.ts';

const run = promisify(execFile);
const TONES = [440, 880];

// Pictures are encoded, on a machine that may be busy.
const TIMEOUT = { timeout: 90_000 };

let folder: string;
let files: RecordedStretch[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-compose-'));
  files = [];
});

afterEach(() => rm(folder, { recursive: true }));

async function made(
  name: 'Ada' | 'Bob',
  source: Source,
  beganMs: number,
  seconds: number,
  input: string,
): Promise<void> {
  const file = `${files.length + 1}-${source}.webm`;
  const codec = source === 'camera' ? ['-c:v', 'libvpx', '-g', '15'] : ['-c:a', 'libopus'];
  const length = ['-t', String(seconds), '-y', join(folder, file)];
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', input, ...codec, ...length]);
  const who = { peerId: name, personId: name, name };
  files.push({ file, ...who, source, codec: '', beganMs, lengthMs: seconds * 1000 });
}

async function kept(endedAt: number): Promise<void> {
  const manifest = {
    version: 1,
    recordingId: 'r',
    room: { roomId: 'lounge', name: 'Lounge' },
    kind: 'sources',
    by: { personId: 'Ada', name: 'Ada' },
    since: 0,
    endedAt,
    endReason: 'stopped',
    files,
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

async function composed(out?: string): Promise<{ path: string; progress: number[] }> {
  const progress: number[] = [];
  const onProgress = (done: number) => progress.push(done);
  const ffmpeg = new Ffmpeg('ffmpeg');
  return { path: await compose({ folder, out, ffmpeg, onProgress }), progress };
}

test.each([undefined, 'whole.webm'])(
  'everybody is in one picture and one sound, at their time (%s)',
  TIMEOUT,
  async (out) => {
    await made('Ada', 'microphone', 0, 4, 'sine=frequency=440');
    await made('Ada', 'camera', 0, 4, 'color=red:s=320x180:r=15');
    await made('Bob', 'microphone', 3_000, 3, 'sine=frequency=880');
    await made('Bob', 'camera', 3_000, 3, 'color=blue:s=180x320:r=15');
    await kept(7_000);
    const { path, progress } = await composed(out && join(folder, out));
    expect(path).toBe(join(folder, out ?? 'recording.mp4'));
    expect(Math.abs((await lengthOf(path)) - 7)).toBeLessThan(0.2);
    const kinds = (await streamsOf(path)).map((stream) => stream.split(' ')[0]);
    expect(new Set(kinds)).toEqual(new Set(['audio', 'video']));
    expect(progress.at(-1)).toBeGreaterThan(0.5);
    expect(await tonesAt(path, 1, TONES)).toEqual([440]);
    expect(await tonesAt(path, 3.4, TONES)).toEqual([440, 880]);
    expect(await tonesAt(path, 5, TONES)).toEqual([880]);
    expect(await tonesAt(path, 6.5, TONES)).toEqual([]);
    const [ada, bob] = [[0.25, 0.5] as const, [0.75, 0.5] as const];
    const isRed = ([red, , blue]: number[]) => red! > 150 && blue! < 80;
    const isBlue = ([red, , blue]: number[]) => blue! > 150 && red! < 80;
    expect(isRed(await colourAt(path, 1, ada))).toBe(true);
    expect(isBlue(await colourAt(path, 1, bob))).toBe(false);
    expect(isBlue(await colourAt(path, 4.5, bob))).toBe(true);
    expect(isRed(await colourAt(path, 4.5, ada))).toBe(false);
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  },
);

test(
  'a picture that changes its size while it goes keeps its place and its time',
  TIMEOUT,
  async () => {
    await made('Ada', 'camera', 0, 2, 'color=red:s=320x180:r=15');
    await made('Ada', 'camera', 0, 2, 'color=blue:s=640x360:r=15');
    const list = join(folder, 'list.txt');
    await writeFile(list, files.map(({ file }) => `file '${file}'\n`).join(''));
    const joined = ['-f', 'concat', '-i', list, '-c', 'copy', join(folder, 'joined.webm')];
    await run('ffmpeg', ['-v', 'error', ...joined]);
    files = [{ ...files[0]!, file: 'joined.webm', lengthMs: 4_000 }];
    await kept(4_000);
    const { path } = await composed();
    expect(Math.abs((await lengthOf(path)) - 4)).toBeLessThan(0.2);
    expect((await colourAt(path, 1))[0]).toBeGreaterThan(150);
    expect((await colourAt(path, 3))[2]).toBeGreaterThan(150);
  },
);

test('voices alone become a sound file', TIMEOUT, async () => {
  await made('Ada', 'microphone', 500, 2, 'sine=frequency=440');
  await kept(3_000);
  const { path } = await composed();
  expect(path).toBe(join(folder, 'recording.ogg'));
  expect(await streamsOf(path)).toEqual(['audio opus']);
  expect(Math.abs((await lengthOf(path)) - 3)).toBeLessThan(0.2);
  expect(await tonesAt(path, 0.1, TONES)).toEqual([]);
  expect(await tonesAt(path, 1, TONES)).toEqual([440]);
});

test('it says what is wrong: no recording, or no such kind of file', TIMEOUT, async () => {
  await expect(composed()).rejects.toThrow('holds no recording');
  await made('Ada', 'microphone', 0, 1, 'sine=frequency=440');
  await kept(1_000);
  await expect(composed(join(folder, 'whole.avi'))).rejects.toThrow('must end in .mp4');
});
