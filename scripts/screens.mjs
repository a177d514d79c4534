// npm run screens [-- en|ko]: sets up what is missing, then takes the pictures of docs/screens.

import './setup/require-node.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () =>
  launch(await setUp({ tests: true }), ['e2e/screens/main.ts', ...process.argv.slice(2)]),
);
