// The way from `npm run restart` to the supervisor that runs: a socket in the data folder, which
// its owner alone may use, or a named pipe on Windows.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Failure } from '../setup/failure.mjs';
import { ROOT } from '../setup/paths.mjs';

/** What the address of a socket holds on every system (sockaddr_un), its final zero left out. */
const MOST_BYTES = 103;

/** @returns {string} As the server has it, which runs in the project's folder. */
export function dataDir() {
  return resolve(ROOT, process.env.OTTOGI_DATA_DIR || 'data');
}

/**
 * @param {string} folder
 * @returns {string}
 */
export function controlPath(folder) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  if (process.platform === 'win32') return `\\\\.\\pipe\\ottogi-${name}`;
  const path = join(folder, 'supervisor.sock');
  if (Buffer.byteLength(path) <= MOST_BYTES) return path;
  return join(tmpdir(), `ottogi-${userInfo().uid}-${name}.sock`);
}

/**
 * Answers those who ask for a restart, until this process ends.
 *
 * @param {string} path
 * @param {(ready: import('../setup/set-up.mjs').Ready) => Promise<string>} restart
 * @returns {Promise<() => void>} Takes it back.
 */
export async function listenForRestart(path, restart) {
  // The question ends with the asker's half of the connection, the answer with ours.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // Whoever asked and went away has asked nevertheless.
    socket.on('error', () => {});
    text(socket)
      .then((request) => restart(JSON.parse(request)))
      .then(
        (message) => socket.end(JSON.stringify({ message })),
        ({ message, why, mend }) => socket.end(JSON.stringify({ failure: { message, why, mend } })),
      );
  });
  // What a supervisor left behind that was killed: nobody answers there.
  if (process.platform !== 'win32' && !(await answers(path))) rmSync(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  server.unref();
  return () => server.close();
}

/**
 * Asks for a restart, and waits for it.
 *
 * @param {string} path
 * @param {import('../setup/set-up.mjs').Ready} ready What the new server is to run on.
 * @returns {Promise<string>} What was done.
 * @throws {Failure}
 */
export async function askForRestart(path, ready) {
  const socket = connect({ path, allowHalfOpen: true });
  let answer = '';
  try {
    socket.end(JSON.stringify(ready));
    answer = await text(socket);
  } catch (error) {
    throw new Failure('There is no Ottogi to restart', {
      why: `nobody answers at ${path} (${error.code})`,
      mend: 'npm start starts it; if it runs, set OTTOGI_DATA_DIR as it has it, and be the same user',
    });
  }
  if (answer === '') {
    throw new Failure('Ottogi ended during the restart', {
      mend: 'look at its log; then npm start',
    });
  }
  const { message, failure } = JSON.parse(answer);
  if (failure) throw new Failure(failure.message, failure);
  return message;
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
async function answers(path) {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
