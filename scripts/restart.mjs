// npm run restart: sets up what is missing, as after an update, then replaces the server that runs
// by a new process, while calls go on.

import './setup/require-node.mjs';
import { main } from './setup/main.mjs';
import { setUp } from './setup/set-up.mjs';
import { askForRestart, controlPath, dataDir } from './supervisor/control.mjs';

await main(async () => {
  console.log(`✓ ${await askForRestart(controlPath(dataDir()), await setUp())}`);
  return 0;
});
