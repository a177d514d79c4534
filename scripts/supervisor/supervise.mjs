// Runs the server under a supervisor, until somebody stops it or nothing helps.

import { SIGNALS } from '../setup/launch.mjs';
import { controlPath, dataDir, listenForRestart } from './control.mjs';
import { Supervisor } from './Supervisor.mjs';

/**
 * @param {import('../setup/set-up.mjs').Ready} ready
 * @param {string[]} args For the server.
 * @returns {Promise<number>} The exit code.
 */
export async function supervise(ready, args) {
  const supervisor = new Supervisor(ready, args);
  for (const signal of SIGNALS) process.on(signal, () => supervisor.stop());
  // Not before: the server makes the data folder, and says what is wrong with it.
  const listening = supervisor
    .up()
    .then(() => listenForRestart(controlPath(dataDir()), () => supervisor.restart()));
  // The server serves without.
  listening.catch((error) => console.error(`  npm run restart will not work: ${error.message}`));
  const code = await supervisor.ended;
  await listening.then((close) => close()).catch(() => {});
  return code;
}
