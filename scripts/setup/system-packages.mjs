// Packages of the operating system: found by what is needed of them, installed where that is
// allowed, otherwise named in one line to copy.

import { existsSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { Progress } from './progress.mjs';
import { run, which } from './run.mjs';

/**
 * @typedef {object} SystemPackage
 * @property {string} name As Debian calls it.
 * @property {() => boolean} isThere Looks for the thing itself: it may come from anywhere.
 */

const command = (/** @type {string} */ name) => () =>
  Boolean(which(name) ?? which(name, '/usr/sbin:/sbin'));
const file = (/** @type {string} */ path) => () => existsSync(path);

/** @type {Record<'build' | 'test', SystemPackage[]>} */
export const SYSTEM_PACKAGES = {
  build: [
    { name: 'g++', isThere: command(process.env.CXX || 'g++') },
    { name: 'libuv1-dev', isThere: file('/usr/include/uv.h') },
    { name: 'libsrtp2-dev', isThere: file('/usr/include/srtp2/srtp.h') },
    { name: 'libssl-dev', isThere: file('/usr/include/openssl/ssl.h') },
    { name: 'libflatbuffers-dev', isThere: file('/usr/include/flatbuffers/flatbuffers.h') },
    { name: 'flatbuffers-compiler', isThere: command('flatc') },
    { name: 'libabsl-dev', isThere: file('/usr/include/absl/container/flat_hash_map.h') },
  ],
  test: [
    { name: 'chromium', isThere: command('chromium') },
    { name: 'firefox-esr', isThere: command('firefox-esr') },
    // Without it, Korean names are empty boxes in screenshots.
    {
      name: 'fonts-noto-cjk',
      isThere: file('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
    },
    // Firefox never offers 127.0.0.1 to a peer, so its tests make a network of their own.
    { name: 'iproute2', isThere: command('ip') },
    // What is recorded is written, and looked at, by it.
    { name: 'ffmpeg', isThere: command('ffmpeg') },
    // What the doctor is to find wrong is made wrong: a firewall, a TURN server.
    { name: 'iptables', isThere: command('iptables') },
    { name: 'coturn', isThere: command('turnserver') },
  ],
};

/**
 * @param {SystemPackage[]} packages
 * @param {string} purpose For the person: what they are needed for.
 */
export async function ensureSystemPackages(packages, purpose) {
  const missing = packages.filter(({ isThere }) => !isThere()).map(({ name }) => name);
  if (missing.length === 0) return;

  const why = whyNotInstall();
  if (why) throw missingPackages(missing, purpose, why);

  const progress = new Progress(`Installing ${missing.length} system packages ${purpose}`);
  const fail = (/** @type {string} */ step, /** @type {string} */ output) => {
    progress.stop();
    const failure = missingPackages(missing, purpose, `${step} failed`);
    failure.output = output;
    throw failure;
  };
  const update = await apt(['update'], () => {});
  if (update.code !== 0) fail('apt-get update', update.output);
  const install = await apt(
    ['install', '-y', '--no-install-recommends', ...missing],
    (phase, percent) =>
      // Downloading and installing are each reported from 0 to 100.
      progress.update(phase, (phase === 'downloading' ? percent : 100 + percent) / 200),
  );
  if (install.code !== 0) fail('apt-get install', install.output);
  progress.done(`Installed ${missing.join(' ')}`);
}

/** @returns {string | undefined} Why this process cannot install packages itself. */
function whyNotInstall() {
  if (!which('apt-get')) return 'there is no apt-get here to install them with';
  if (process.getuid?.() !== 0) return 'installing them takes root';
  return undefined;
}

/**
 * @param {string[]} names
 * @param {string} purpose
 * @param {string} why
 * @returns {Failure}
 */
export function missingPackages(names, purpose, why) {
  const line = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
  return new Failure(`System packages are missing ${purpose}: ${names.join(', ')}`, {
    why,
    mend: `${line}${which('apt-get') ? '' : '\n           (Debian’s names; elsewhere, their counterparts)'}`,
  });
}

/**
 * @param {string[]} args
 * @param {(phase: string, percent: number) => void} onProgress
 */
function apt(args, onProgress) {
  const options = [
    '--option=APT::Status-Fd=3', // Lines such as "pmstatus:flatc:12.5:Unpacking flatc".
    '--option=DPkg::Lock::Timeout=300', // Another apt may be at work.
  ];
  return run('apt-get', [...options, ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    onLine: (line) => {
      const status = /^(dlstatus|pmstatus):[^:]*:([\d.]+):/.exec(line);
      if (status)
        onProgress(status[1] === 'dlstatus' ? 'downloading' : 'installing', Number(status[2]));
    },
  });
}
