/** What is in a media file, looked at by ffmpeg. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SAMPLE_RATE = 48_000;

/** How long it says that it is, in seconds. */
export async function lengthOf(path: string): Promise<number> {
  const { stdout } = await run('ffprobe', probing('format=duration', path));
  return Number.parseFloat(stdout);
}

/** When each of its packets is due, in seconds. */
export async function packetTimes(path: string): Promise<number[]> {
  const { stdout } = await run('ffprobe', probing('packet=pts_time', path));
  return stdout.trim().split('\n').map(Number.parseFloat);
}

/** What streams it has, such as `video vp8`. */
export async function streamsOf(path: string): Promise<string[]> {
  const { stdout } = await run('ffprobe', probing('stream=codec_type,codec_name', path));
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').toReversed().join(' '));
}

/** Which of these pitches sounds from `at` on for so long (seconds); null where it is silent. */
export async function toneAt(
  path: string,
  at: number,
  hertz: number[],
  seconds = 0.2,
): Promise<number | null> {
  const [first = null] = await tonesAt(path, at, hertz, seconds);
  return first;
}

/** All of these pitches that sound there. */
export async function tonesAt(
  path: string,
  at: number,
  hertz: number[],
  seconds = 0.2,
): Promise<number[]> {
  const samples = await samplesOf(path, at, seconds);
  return hertz.filter((pitch) => amplitude(samples, pitch) > 0.02);
}

/** How loud it is from `at` on for so long (seconds): the root of the mean square, 1 at most. */
export async function loudnessAt(path: string, at: number, seconds: number): Promise<number> {
  const samples = await samplesOf(path, at, seconds);
  const squares = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return samples.length === 0 ? 0 : Math.sqrt(squares / samples.length);
}

async function samplesOf(path: string, at: number, seconds: number): Promise<Float32Array> {
  const cut = ['-ss', String(at), '-t', String(seconds), '-i', path, '-vn', '-ac', '1'];
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', ...cut, '-ar', String(SAMPLE_RATE), '-f', 'f32le', '-'],
    { encoding: 'buffer' },
  );
  return new Float32Array(new Uint8Array(stdout).buffer);
}

/** The colour at a place of the picture (0 to 1) at a time (seconds): red, green and blue, 0 to 255. */
export async function colourAt(
  path: string,
  at: number,
  [x, y]: readonly [number, number] = [0.5, 0.5],
): Promise<number[]> {
  return [...(await pixels(['-ss', String(at), '-i', path, '-frames:v', '1'], x, y))];
}

/** The colour there of the last picture that there is, also in a file that grows; empty where there is none. */
export async function lastColour(
  path: string,
  [x, y]: readonly [number, number] = [0.5, 0.5],
): Promise<number[]> {
  return [...(await pixels(['-i', path], x, y)).subarray(-3)];
}

async function pixels(cut: string[], x: number, y: number): Promise<Buffer> {
  const pixel = ['-vf', `crop=2:2:iw*${x}:ih*${y},scale=1:1`, '-pix_fmt', 'rgb24'];
  const asked = ['-v', 'error', ...cut, '-map', '0:v', ...pixel, '-f', 'rawvideo', '-'];
  const { stdout } = await run('ffmpeg', asked, { encoding: 'buffer' });
  return stdout;
}

function probing(entries: string, path: string): string[] {
  return ['-v', 'error', '-show_entries', entries, '-of', 'csv=p=0', path];
}

/** Goertzel's algorithm: how much of one pitch there is, 1 for a full sine. */
function amplitude(samples: Float32Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let [one, two] = [0, 0];
  for (const sample of samples) [one, two] = [sample + turn * one - two, one];
  const power = one * one + two * two - turn * one * two;
  return samples.length === 0 ? 0 : (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}
