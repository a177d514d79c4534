// npm run recording -- <folder or id> [--out file]: makes one file of a recording (docs/operations.md).

import './setup/require-node.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { findNode } from './setup/node.mjs';

await main(async () =>
  launch({ node: findNode(), env: {} }, [
    'packages/server/src/recordings/compose/composeCommand.ts',
    ...process.argv.slice(2),
  ]),
);
