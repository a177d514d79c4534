import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Ffmpeg } from './Ffmpeg.ts';
import type { Manifest, RecordedStretch } from './Manifest.ts';

/** A last packet more or less. */
const SHORTER_MS = 500;

export interface JoinMixParts {
  ffmpeg: Ffmpeg;
  folder: string;
  manifest: Manifest;
  /** What it may take of the disk: the whole is there beside its parts for a while. */
  roomBytes: number;
}

/**
 * Makes one file of a mix that a mixer's end, or another's, broke into several: each at its time, the
 * picture standing still in between. Killed in the middle of it, it can be done again. Rejects where
 * not all of it can be joined, and the files are left as they were.
 */
export async function joinMix(parts: JoinMixParts): Promise<void> {
  const { ffmpeg, folder, manifest, roomBytes } = parts;
  const { kind, files } = manifest.document;
  const [first, ...others] = files;
  if (kind !== 'mix' || !first || others.length === 0) return;
  const sizes = await Promise.all(
    files.map(async (part) => (await stat(join(folder, part.file))).size),
  );
  if (sizes.reduce((sum, size) => sum + size) > roomBytes) throw new Error('no room for it twice');
  const file = `mix${extname(first.file)}`;
  const list = join(folder, '.mix.ffconcat');
  const draft = join(folder, `.${file}`);
  try {
    await writeFile(list, listOf(files));
    await ffmpeg.concat(list, draft);
    const lengthMs = await ffmpeg.lengthMs(draft);
    // ffmpeg passes over a file that it cannot read, and says that all went well.
    if ((lengthMs ?? 0) < spanOf(files) - SHORTER_MS) throw new Error('not all of it was joined');
    await rename(draft, join(folder, file));
    // Until here the parts count, and from here on the whole alone.
    await manifest.update({ files: [{ ...first, file, lengthMs }] });
  } finally {
    await Promise.all([list, draft].map((path) => rm(path, { force: true })));
  }
  await Promise.all(files.map((part) => rm(join(folder, part.file), { force: true })));
}

/** From the first to the last of it, in ms. */
function spanOf(files: readonly RecordedStretch[]): number {
  const ends = files.map(({ beganMs, lengthMs }) => beganMs + (lengthMs ?? 0));
  return Math.max(...ends) - files[0]!.beganMs;
}

/** By ffmpeg's concat demuxer: the next one begins when the one before has lasted so long. */
function listOf(files: readonly RecordedStretch[]): string {
  const parts = files.map(({ file, beganMs, lengthMs }, index) => {
    const next = files[index + 1];
    const lastsMs = Math.max(lengthMs ?? 0, (next?.beganMs ?? 0) - beganMs);
    return `file ${file}\nduration ${(lastsMs / 1000).toFixed(3)}\n`;
  });
  return `ffconcat version 1.0\n${parts.join('')}`;
}
