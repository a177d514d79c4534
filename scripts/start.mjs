// npm start [-- arguments]: sets up what is missing, then runs the server, and keeps it up.

import './setup/require-node.mjs';
import { main } from './setup/main.mjs';
import { setUp } from './setup/set-up.mjs';
import { supervise } from './supervisor/supervise.mjs';

await main(async () => supervise(await setUp(), process.argv.slice(2)));
