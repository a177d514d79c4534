// npm test [-- arguments for vitest]: everything. The static checks come first, so that the last
// thing to be seen is vitest's summary. With arguments it is vitest alone.

import './setup/require-node.mjs';
import { runChecks, staticChecks } from './checks.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { commandOf } from './setup/run.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () => {
  const args = process.argv.slice(2);
  const ready = await setUp({ tests: true });
  if (args.length === 0 && !(await runChecks(ready, staticChecks()))) {
    console.error('✗ The static checks failed, so the tests were not run.');
    return 1;
  }
  return launch(ready, [commandOf('vitest'), 'run', ...args]);
});
