// node_modules, as package-lock.json says.

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from './failure.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { Progress } from './progress.mjs';
import { run } from './run.mjs';

/** Runs `npm ci` unless node_modules already holds what the lock file asks for. */
export async function ensureDependencies() {
  const lock = readJson(join(ROOT, 'package-lock.json'));
  if (!lock) {
    throw new Failure('package-lock.json is missing', { mend: 'git checkout package-lock.json' });
  }
  // npm writes this file last, so an installation that was interrupted has none.
  const installed = readJson(join(NODE_MODULES, '.package-lock.json'));
  if (installed && isInstalled(lock, installed)) return;

  const total = Object.keys(lock.packages).filter((path) => path.includes('node_modules/')).length;
  const progress = new Progress('Installing the dependencies from the npm registry');
  const { command, args, shell } = npm();
  let fetched = 0;
  const { code, output } = await run(
    command,
    // The web client is built by development dependencies, whatever NODE_ENV says.
    [
      ...args,
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=http',
    ],
    {
      cwd: ROOT,
      shell,
      // Keeps mediasoup's install script from downloading or building a worker: worker.mjs does
      // that, with progress, and without failing the whole installation.
      env: {
        MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? 'see scripts/setup/worker.mjs',
      },
      onLine: (line) => {
        if (!/\bhttp (fetch|cache)\b.*\.tgz/.test(line)) return;
        fetched += 1;
        progress.update(`${fetched} packages`, Math.min(fetched / total, 0.99));
      },
    },
  ).catch((error) => ({ code: 1, output: String(error.message) }));
  if (code !== 0) {
    progress.stop();
    throw installationFailure(output);
  }
  progress.done('Dependencies installed');
}

/**
 * Whether what npm noted down about node_modules answers the lock file: each package in the right
 * version, save optional ones that are for other systems, and nothing besides.
 *
 * @param {{ packages: Record<string, any> }} lock package-lock.json
 * @param {{ packages: Record<string, any> }} installed node_modules/.package-lock.json
 * @returns {boolean}
 */
export function isInstalled(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  return (
    wanted.every(([path, entry]) => {
      const present = installed.packages[path];
      if (!present) return Boolean(entry.optional || entry.devOptional || entry.peer);
      return present.version === entry.version && present.integrity === entry.integrity;
    }) && Object.keys(installed.packages).every((path) => path in lock.packages)
  );
}

/** The npm that runs this script, else the one on the PATH. */
function npm() {
  const script = process.env.npm_execpath;
  if (script && basename(script) === 'npm-cli.js') {
    return { command: process.execPath, args: [script], shell: false };
  }
  // On Windows npm is a batch file, which only a shell can start.
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/**
 * @param {string} output What npm said.
 * @returns {Failure}
 */
export function installationFailure(output) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? '';
  const said = output.split(/\r?\n/).filter((line) => /^npm (error|ERR!)/.test(line));
  return new Failure('npm could not install the dependencies', {
    output: (said.length > 0 ? said : output.split(/\r?\n/)).slice(0, 10).join('\n'),
    ...reason(code),
  });
}

/** @param {string} code npm's own error code. */
function reason(code) {
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR)$/.test(code)) {
    return {
      why: `the npm registry cannot be reached (${code})`,
      mend: 'check the network; behind a proxy: npm config set proxy http://HOST:PORT; with a mirror: npm config set registry URL',
    };
  }
  if (code === 'EUSAGE') {
    return {
      why: 'package.json and package-lock.json do not agree',
      mend: 'npm install, and commit the package-lock.json that it writes',
    };
  }
  if (code === 'ENOSPC') return { why: 'the disk is full', mend: 'free some space and try again' };
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      why: `${ROOT} may not be written to`,
      mend: 'run it as the user who owns that folder',
    };
  }
  return { mend: 'the lines above are npm’s own; npm ci shows them in full' };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
