// npm run faults [-- arguments]: sets up what is missing, then lets faults happen and measures them.

import './setup/require-node.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () =>
  launch(await setUp({ tests: true }), ['e2e/faults/main.ts', ...process.argv.slice(2)]),
);
