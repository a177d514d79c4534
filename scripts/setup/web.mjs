// The web client, built when its sources or its dependencies have changed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { ROOT } from './paths.mjs';
import { Progress } from './progress.mjs';
import { commandOf, run } from './run.mjs';
import { hashFiles, readStamp, writeStamp } from './stamps.mjs';

const STAMP = 'web';

/** @param {string} node */
export async function ensureWeb(node) {
  const folder = join(ROOT, 'packages', 'web');
  if (!existsSync(join(folder, 'package.json'))) return;

  const sources = hashFiles(
    ROOT,
    ['package-lock.json', 'packages/web', 'packages/client', 'packages/protocol'],
    (name) => name === 'dist' || name === 'node_modules',
  );
  if (existsSync(join(folder, 'dist', 'index.html')) && readStamp(STAMP) === sources) return;

  const progress = new Progress('Building the web client');
  const { code, output } = await run(node, [commandOf('vite'), 'build'], { cwd: folder });
  if (code !== 0) {
    progress.stop();
    throw new Failure('The web client could not be built', {
      output,
      mend: 'the lines above are Vite’s own; npm run check may tell more',
    });
  }
  writeStamp(STAMP, sources);
  progress.done('Web client built');
}
