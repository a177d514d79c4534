// npm run check: what is quick to know about a change, in one line each.

import './setup/require-node.mjs';
import { runChecks, staticChecks, unitTests } from './checks.mjs';
import { main } from './setup/main.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () => {
  const ready = await setUp();
  return (await runChecks(ready, [...staticChecks(), unitTests()])) ? 0 : 1;
});
