// Builds the mediasoup worker from the source in its npm package against the distribution's own
// libraries. No build system: some 250 independent compilations and one link need none, and a
// driver of our own can say how far it is.

import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CORRECTIONS, correct } from './corrections.mjs';
import { workerSources } from './sources.mjs';

const COMPILER = process.env.CXX || 'g++';

const SHIMS = fileURLToPath(new URL('include', import.meta.url));

const COMPILE_FLAGS = [
  '-std=c++20',
  '-O3',
  '-DNDEBUG',
  '-DMS_EXECUTABLE',
  '-DMS_LITTLE_ENDIAN', // As are x64 and arm64, the architectures that Node runs on.
  '-DFLATBUFFERS_LOCALE_INDEPENDENT=1', // glibc has strtoull_l().
];

const LIBRARIES = ['-luv', '-lsrtp2', '-lssl', '-lcrypto', '-lpthread'];

/**
 * @param {object} options
 * @param {string} options.workerDir The `worker` folder of the mediasoup package; only read.
 * @param {string} options.buildDir An empty folder for everything in between.
 * @param {string} options.output Where the executable goes.
 * @param {(done: number, total: number) => void} [options.onProgress] Called per compiled file.
 */
export async function buildWorker({ workerDir, buildDir, output, onProgress = () => {} }) {
  await generateMessages(workerDir, buildDir);
  const sources = await correctedSources(workerDir, buildDir);
  const includes = [
    SHIMS, // First, so that they are found instead of libsrtp's own header.
    join(workerDir, 'include'),
    buildDir,
    join(workerDir, 'deps/libwebrtc'),
    join(workerDir, 'deps/libwebrtc/libwebrtc'),
  ].map((folder) => `-I${folder}`);
  const flags = [...COMPILE_FLAGS, ...includes];
  const precompiled = join(buildDir, 'precompiled.h');
  const header = join(SHIMS, 'precompiled.h');
  await run(COMPILER, [...flags, '-x', 'c++-header', header, '-o', `${precompiled}.gch`]);
  flags.push('-include', precompiled);

  const units = sources.map((source, index) => ({ source, object: join(buildDir, `${index}.o`) }));
  const waiting = [...units];
  const abort = new AbortController();
  let done = 0;

  const compileUntilEmpty = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await run(COMPILER, [...flags, '-c', next.source, '-o', next.object], abort.signal);
      onProgress(++done, sources.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, compileUntilEmpty));
  } catch (error) {
    abort.abort();
    throw error;
  }
  const objects = units.map(({ object }) => object);
  await run(COMPILER, ['-o', output, ...objects, ...(await abseil()), ...LIBRARIES]);
}

/** Turns the flatbuffers schemas of the Node-to-worker channel into C++ headers. */
async function generateMessages(/** @type {string} */ workerDir, /** @type {string} */ buildDir) {
  const schemas = (await readdir(join(workerDir, 'fbs'))).filter((name) => name.endsWith('.fbs'));
  const style = ['--cpp-field-case-style', 'lower', '--reflect-names', '--scoped-enums'];
  await run('flatc', [
    '--cpp',
    ...style,
    '--filename-suffix',
    '', // "x.h" and not "x_generated.h".
    '-o',
    join(buildDir, 'FBS'),
    ...schemas.map((name) => join(workerDir, 'fbs', name)),
  ]);
}

/** The worker's sources, with a corrected copy in place of each file that needs one. */
async function correctedSources(/** @type {string} */ workerDir, /** @type {string} */ buildDir) {
  const sources = workerSources(workerDir);
  for (const correction of CORRECTIONS) {
    const original = join(workerDir, correction.file);
    const copy = join(buildDir, 'corrected', correction.file);
    const index = sources.indexOf(original);
    if (index === -1) {
      throw new Error(`${correction.file} is no longer among mediasoup's sources`);
    }
    await mkdir(dirname(copy), { recursive: true });
    await writeFile(copy, correct(await readFile(original, 'utf8'), correction));
    sources[index] = copy;
  }
  return sources;
}

/**
 * abseil comes as some 60 small libraries whose names and number change with its version. The
 * linker takes what it needs from all of them, statically, so a distribution upgrade that renames
 * them does not break a worker that is already built.
 */
async function abseil() {
  const probe = (await run(COMPILER, ['-print-file-name=libabsl_hash.a'])).trim();
  if (!isAbsolute(probe)) {
    throw new Error('the static libraries of abseil (libabsl_*.a) are not where g++ looks');
  }
  const folder = dirname(probe);
  const names = (await readdir(folder)).filter((name) => /^libabsl_.*\.a$/.test(name));
  return ['-Wl,--start-group', ...names.map((name) => join(folder, name)), '-Wl,--end-group'];
}

/** A command that failed, with what it had to say. */
export class CommandFailed extends Error {
  /** @param {string} message @param {string} output */
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} Standard output.
 */
function run(command, args, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => reject(new CommandFailed(`${command}: ${error.message}`, '')));
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(stdout);
      else
        reject(new CommandFailed(`${command} failed (${killedBy ?? `exit code ${code}`})`, stderr));
    });
  });
}
