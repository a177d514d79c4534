// npm run token -- --room <name> --for <time>: signs a token that lets somebody in (docs/access.md).

import './setup/require-node.mjs';
import { launch } from './setup/launch.mjs';
import { main } from './setup/main.mjs';
import { findNode } from './setup/node.mjs';

await main(async () =>
  launch({ node: findNode(), env: {} }, [
    'packages/server/src/access/tokenCommand.ts',
    ...process.argv.slice(2),
  ]),
);
