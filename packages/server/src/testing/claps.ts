/** When in a file something flashes and sounds at once: what a clapperboard is for. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SAMPLE_RATE = 48_000;

/** So finely a sound is told from silence, in seconds. */
const WINDOW_S = 0.005;
const LOUD = 0.05;
/** Halfway from black to white. */
const BRIGHT = 128;

const MOST_BYTES = 64 * 1024 * 1024;

export interface Claps {
  /** When it becomes bright in the middle of the picture, in seconds. */
  seen: number[];
  /** When it becomes loud. */
  heard: number[];
}

export async function clapsOf(path: string): Promise<Claps> {
  const [seen, heard] = await Promise.all([flashesOf(path), beepsOf(path)]);
  return { seen, heard };
}

/** By how much sounds come after the flashes nearest to them, in ms: the middle one of all. */
export function lagOf({ seen, heard }: Claps): number {
  const lags = heard.map((at) => {
    const each = seen.map((flash) => (at - flash) * 1000);
    return each.reduce((nearest, lag) => (Math.abs(lag) < Math.abs(nearest) ? lag : nearest));
  });
  return lags.toSorted((a, b) => a - b)[Math.floor(lags.length / 2)] ?? NaN;
}

async function flashesOf(path: string): Promise<number[]> {
  const middle = `movie=${path},crop=iw/8:ih/8,signalstats`;
  const entries = 'frame=pts_time:frame_tags=lavfi.signalstats.YAVG';
  const options = ['-v', 'error', '-f', 'lavfi', '-show_entries', entries, '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', [...options, middle]);
  const frames = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number.parseFloat));
  return onsets(frames.map(([at = 0, brightness = 0]) => ({ at, on: brightness > BRIGHT })));
}

async function beepsOf(path: string): Promise<number[]> {
  // Where nothing came the time goes on all the same.
  const inTime = ['-map', '0:a', '-af', 'aresample=async=1:first_pts=0', '-ac', '1'];
  const plain = ['-ar', String(SAMPLE_RATE), '-f', 'f32le', '-'];
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, ...inTime, ...plain], {
    encoding: 'buffer',
    maxBuffer: MOST_BYTES,
  });
  const samples = new Float32Array(new Uint8Array(stdout).buffer);
  const length = WINDOW_S * SAMPLE_RATE;
  const windows = Array.from({ length: Math.floor(samples.length / length) }, (_, index) => {
    const window = samples.subarray(index * length, (index + 1) * length);
    return { at: index * WINDOW_S, on: window.some((sample) => Math.abs(sample) > LOUD) };
  });
  return onsets(windows);
}

function onsets(states: readonly { at: number; on: boolean }[]): number[] {
  return states.flatMap(({ at, on }, index) => {
    const before = states[index - 1];
    return on && before && !before.on ? [at] : [];
  });
}
