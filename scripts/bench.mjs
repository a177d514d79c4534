// npm run bench [-- arguments]: sets up what is missing, then runs the benchmarks.

import './setup/require-node.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () =>
  launch(await setUp({ tests: true }), ['bench/main.ts', ...process.argv.slice(2)]),
);
