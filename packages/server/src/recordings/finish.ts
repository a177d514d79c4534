import { rename, rm, stat } from 'node:fs/promises';
import type { Ffmpeg } from './Ffmpeg.ts';

/** What is smaller holds the names of its codec and container, and no tenth of a second of anything. */
const EMPTY_BYTES = 1024;

/**
 * Makes a file whole whose writing broke off: it plays, but knows neither its length nor where its
 * pictures are. Resolves to how long it is, in ms: 0 where there is nothing in it, null where that is
 * not to be known, and the file is left as it was.
 */
export async function finish(ffmpeg: Ffmpeg, path: string): Promise<number | null> {
  try {
    return (await ffmpeg.lengthMs(path)) ?? (await copied(ffmpeg, path));
  } catch {
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    return size < EMPTY_BYTES ? 0 : null;
  }
}

async function copied(ffmpeg: Ffmpeg, path: string): Promise<number | null> {
  const whole = path.replace(/\.(\w+)$/, '.whole.$1');
  try {
    await ffmpeg.copy(path, whole);
    const lengthMs = await ffmpeg.lengthMs(whole);
    await rename(whole, path);
    return lengthMs;
  } finally {
    await rm(whole, { force: true });
  }
}
