// npm run backup -- <folder>: copies what the server remembers, while it runs or not.

import './setup/require-node.mjs';
import { resolve } from 'node:path';
import { Failure } from './setup/failure.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { findNode } from './setup/node.mjs';

await main(async () => {
  const [target, ...others] = process.argv.slice(2);
  if (!target || others.length > 0) {
    throw new Failure('A backup goes into one folder, new or empty', {
      mend: 'npm run backup -- <folder>',
    });
  }
  // npm goes to the project's folder; the person who typed the path may be in another one.
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), target);
  return launch({ node: findNode(), env: {} }, ['scripts/backup/main.mjs', folder]);
});
