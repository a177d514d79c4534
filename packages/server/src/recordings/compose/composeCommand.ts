/** npm run recording -- <folder or id> [--out file]: makes one file of a recording. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../../config.ts';
import { RequestError } from '../../errors.ts';
import { Ffmpeg } from '../Ffmpeg.ts';
import { compose, ComposeError } from './compose.ts';

const USAGE = 'npm run recording -- <folder or id of a recording> [--out file.mp4|.webm|.ogg]';

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      options: { out: { type: 'string' } },
      allowPositionals: true,
    });
    const [named] = positionals;
    if (named === undefined || positionals.length > 1) {
      process.stderr.write(`${USAGE}\n`);
      return 2;
    }
    const { dataDir, recordings } = loadConfig(process.env);
    const path = await compose({
      folder: await folderOf(named, dataDir),
      out: values.out,
      ffmpeg: new Ffmpeg(recordings.ffmpeg),
      onProgress: tell,
    });
    const { size } = await stat(path);
    process.stderr.write(`\r\x1b[K${path} (${(size / 1_048_576).toFixed(1)} MB)\n`);
    return 0;
  } catch (error) {
    const known = error instanceof ComposeError || error instanceof RequestError;
    const reason = known || error instanceof TypeError ? (error as Error).message : String(error);
    process.stderr.write(`\r\x1b[K${reason}\n`);
    return 1;
  }
}

/** An id names a folder of the data folder; anything else is the path of one. */
async function folderOf(named: string, dataDir: string): Promise<string> {
  const kept = join(dataDir, 'recordings', named);
  const isKept = /^[\w-]+$/.test(named) && (await stat(kept).catch(() => null)) !== null;
  return isKept ? kept : named;
}

function tell(done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${Math.round(done * 100)} %`);
}
