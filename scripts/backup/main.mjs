// Run by scripts/backup.mjs on a Node that has node:sqlite, in the folder where the server runs.

import { resolve } from 'node:path';
import { main } from '../setup/main.mjs';
import { backUp } from './back-up.mjs';

await main(async () => {
  const dataDir = resolve(process.env.OTTOGI_DATA_DIR || './data');
  const target = resolve(process.argv[2] ?? '');
  await backUp(dataDir, target);
  console.log(
    `To restore: stop Ottogi, set OTTOGI_DATA_DIR=${target} (or put that folder in the place of ${dataDir}), and start it.`,
  );
  return 0;
});
