// npm run doctor [-- arguments]: sets up what is missing, then says what is wrong.

import './setup/require-node.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () =>
  launch(await setUp(), ['packages/server/src/doctor/main.ts', ...process.argv.slice(2)]),
);
