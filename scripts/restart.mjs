// npm run restart: replaces the server that runs by a new process, while calls go on.

import './setup/require-node.mjs';
import { main } from './setup/main.mjs';
import { askForRestart, controlPath, dataDir } from './supervisor/control.mjs';

await main(async () => {
  console.log(`✓ ${await askForRestart(controlPath(dataDir()))}`);
  return 0;
});
