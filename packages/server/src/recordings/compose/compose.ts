import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Ffmpeg } from '../Ffmpeg.ts';
import { finish } from '../finish.ts';
import { type ManifestDocument, readManifest } from '../Manifest.ts';
import { type Plan, planOf } from './plan.ts';

/** Why nothing comes of it, in words for whoever asked. */
export class ComposeError extends Error {
  override readonly name = 'ComposeError';
}

/** How each kind of file is written. */
const ENCODERS: Record<string, { sound: string[]; picture: string[] | null }> = {
  '.mp4': {
    sound: ['-c:a', 'aac', '-b:a', '160k'],
    picture: ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-movflags', '+faststart'],
  },
  '.webm': {
    sound: ['-c:a', 'libopus', '-b:a', '128k'],
    picture: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '5', '-b:v', '2500k'],
  },
  '.ogg': { sound: ['-c:a', 'libopus', '-b:a', '128k'], picture: null },
};

const WORDS_KEPT = 2_000;

export interface ComposeOptions {
  /** Of the recording, with its manifest. */
  folder: string;
  /** What to write; what it ends in says how. Undefined for `recording` in the folder. */
  out?: string | undefined;
  ffmpeg: Ffmpeg;
  /** @param done From 0 to 1. */
  onProgress: (done: number) => void;
}

/**
 * Makes one file of a recording: everybody's picture in a grid with names, and all sounds mixed. It
 * is there whole, or not at all. Resolves to its path.
 * @throws ComposeError, RequestError `recorderMissing`
 */
export async function compose({
  folder,
  out,
  ffmpeg,
  onProgress,
}: ComposeOptions): Promise<string> {
  await ffmpeg.version();
  const manifest = await manifestOf(folder, ffmpeg);
  const plan = planOf(manifest, new Set(await readdir(folder)));
  if (!plan) throw new ComposeError('there is nothing in this recording');
  const target = resolve(out ?? join(folder, plan.hasPicture ? 'recording.mp4' : 'recording.ogg'));
  const encoder = ENCODERS[extname(target).toLowerCase()];
  if (!encoder) {
    throw new ComposeError(`${target} must end in ${Object.keys(ENCODERS).join(', ')}`);
  }
  // No file of a recording begins so.
  const draft = join(
    dirname(target),
    `.${basename(target, extname(target))}.part${extname(target)}`,
  );
  const captions = await mkdtemp(join(tmpdir(), 'ottogi-captions-'));
  try {
    await Promise.all(plan.captions.map(({ file, text }) => writeFile(join(captions, file), text)));
    const picture = plan.hasPicture ? encoder.picture : null;
    const order = orderOf(plan, folder, [...encoder.sound, ...(picture ?? [])], picture !== null);
    await run(ffmpeg, captions, [...order, draft], plan.lengthMs, onProgress);
    await rename(draft, target);
    return target;
  } finally {
    await rm(captions, { recursive: true });
    await rm(draft, { force: true });
  }
}

/** Files that broke off, of a server that is not there to put them right, are put right here. */
async function manifestOf(folder: string, ffmpeg: Ffmpeg): Promise<ManifestDocument> {
  let manifest: ManifestDocument;
  try {
    manifest = await readManifest(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ComposeError(`${folder} holds no recording: ${why}`, { cause: error });
  }
  const { since, endedAt } = manifest;
  const files = await Promise.all(
    manifest.files.map(async (stretch) => {
      const lengthMs = stretch.lengthMs ?? (await finish(ffmpeg, join(folder, stretch.file)));
      // What is not to be known lasts until the end.
      const rest = Math.max(0, (endedAt ?? since) - since - stretch.beganMs);
      return { ...stretch, lengthMs: lengthMs ?? rest };
    }),
  );
  return { ...manifest, files };
}

function orderOf(plan: Plan, folder: string, encoders: string[], withPicture: boolean): string[] {
  // A sender changes the size of its picture as the line allows: the filters are to stay as they are.
  const inputs = plan.inputs.flatMap((file) => [
    '-reinit_filter',
    '0',
    '-i',
    resolve(folder, file),
  ]);
  const maps = ['-map', '[sound]', ...(withPicture ? ['-map', '[picture]'] : [])];
  const unused = plan.hasPicture && !withPicture ? ';[picture]nullsink' : '';
  return [
    ...'-v error -nostdin -progress pipe:1 -y'.split(' '),
    ...inputs,
    '-filter_complex',
    plan.filters + unused,
    ...maps,
    ...encoders,
    '-t',
    String(plan.lengthMs / 1000),
  ];
}

async function run(
  ffmpeg: Ffmpeg,
  cwd: string,
  args: string[],
  lengthMs: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const child = ffmpeg.spawn(args, cwd);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-WORDS_KEPT);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const us = /out_time_us=(\d+)/.exec(text)?.[1];
    if (us !== undefined) onProgress(Math.min(1, Number(us) / 1000 / lengthMs));
  });
  const code = await new Promise((ended, failed) => {
    child.once('close', ended);
    child.once('error', failed);
  });
  if (code !== 0) throw new ComposeError(`ffmpeg could not do it:\n${words.trim()}`);
}
