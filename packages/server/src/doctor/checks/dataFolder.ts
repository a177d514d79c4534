import { randomBytes } from 'node:crypto';
import { access, constants, open, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement, warning } from '../Finding.ts';

const MB = 1_048_576;

/** Below it uploads are refused (`files/Files.ts`). */
const LITTLE_BYTES = 256 * MB;
/** Below it a week of pictures fills the disk. */
const NOT_MUCH_BYTES = 1024 * MB;

/** A message is acknowledged once it is on the disk: longer than this, and people notice. */
const SLOW_MS = 150;
const WRITES = 5;

/** Whether the data folder can be written, how much room there is, and how fast its disk is. */
export const dataFolder: Check = {
  id: 'dataFolder',
  run: async ({ config: { dataDir } }) => {
    const folder = await nearestFolder(dataDir);
    try {
      await access(folder, constants.W_OK | constants.X_OK);
      const { bavail, bsize } = await statfs(folder);
      // One that is not there yet is made at the first start, and not by a check.
      const writeMs = folder === dataDir ? await typicalWriteMs(folder) : null;
      return judgeDataFolder(dataDir, { freeBytes: bavail * bsize, writeMs });
    } catch (error) {
      return notWritable(dataDir, error as NodeJS.ErrnoException);
    }
  },
};

export function judgeDataFolder(
  dataDir: string,
  { freeBytes, writeMs }: { freeBytes: number; writeMs: number | null },
): Judgement {
  const free = `${Math.round(freeBytes / MB).toLocaleString('en')} MB are free for ${dataDir}`;
  if (freeBytes < NOT_MUCH_BYTES) {
    const why = 'On a full disk nothing is saved: no message, no file, no room.';
    const mend = 'make room on that disk, or set OTTOGI_DATA_DIR to a folder on another one';
    return freeBytes < LITTLE_BYTES ? problem(free, why, mend) : warning(free, why, mend);
  }
  if (writeMs !== null && writeMs > SLOW_MS) {
    return warning(
      `The disk of ${dataDir} takes ${Math.round(writeMs)} ms for each write`,
      'Every message waits that long, and more when several people write.',
      'set OTTOGI_DATA_DIR to a folder on a local disk that is not busy',
    );
  }
  const speed = writeMs === null ? '' : `, a write takes ${writeMs.toFixed(1)} ms`;
  return fine(`${free}${speed}`);
}

function notWritable(dataDir: string, { code, message }: NodeJS.ErrnoException): Judgement {
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return problem(
    full ? `The disk of ${dataDir} is full` : `${dataDir} cannot be written (${code ?? message})`,
    'Messages, files and rooms are kept there; nothing can be saved.',
    full
      ? 'make room on that disk, or set OTTOGI_DATA_DIR to a folder on another one'
      : `sudo chown -R "$(id -un)" ${dataDir}   (or set OTTOGI_DATA_DIR to a folder of this user)`,
  );
}

/** The folder itself, or the one in which it would be made. */
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found || dirname(path) === path) return path;
  return nearestFolder(dirname(path));
}

async function typicalWriteMs(folder: string): Promise<number> {
  const path = join(folder, `.doctor-${randomBytes(6).toString('hex')}`);
  const file = await open(path, 'wx', 0o600);
  try {
    const times: number[] = [];
    for (let count = 0; count < WRITES; count += 1) {
      const startedAt = performance.now();
      await file.write(Buffer.alloc(4096), 0, 4096, 0);
      await file.sync();
      times.push(performance.now() - startedAt);
    }
    return times.sort((a, b) => a - b)[Math.floor(WRITES / 2)] ?? 0;
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
