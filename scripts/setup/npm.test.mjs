import { describe, expect, it } from 'vitest';
import { installationFailure, isInstalled } from './npm.mjs';

const lock = {
  packages: {
    '': { name: 'ottogi' },
    'packages/web': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/a-win': { version: '1.0.0', integrity: 'sha512-w', optional: true },
    'node_modules/@ottogi/web': { resolved: 'packages/web', link: true },
  },
};

/** What npm would note down after installing the lock file on another system than Windows. */
function installed(changes = {}) {
  const { '': _root, 'node_modules/a-win': _win, ...packages } = lock.packages;
  return { packages: { ...packages, ...changes } };
}

describe('isInstalled', () => {
  it('takes an optional package for another system as not missing', () => {
    expect(isInstalled(lock, installed())).toBe(true);
  });

  it('does not mind where a package was fetched from', () => {
    const entry = { ...lock.packages['node_modules/a'], resolved: 'https://mirror.example/a.tgz' };
    expect(isInstalled(lock, installed({ 'node_modules/a': entry }))).toBe(true);
  });

  it.each([
    ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
    ['other contents', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }],
    ['a missing package', { 'node_modules/a': undefined }],
    ['a package too many', { 'node_modules/b': { version: '1.0.0' } }],
  ])('notices %s', (_, changes) => {
    expect(isInstalled(lock, installed(changes))).toBe(false);
  });
});

describe('installationFailure', () => {
  it('knows an unreachable registry', () => {
    const failure = installationFailure(
      'npm error code ENOTFOUND\nnpm error network request failed',
    );
    expect(failure.why).toContain('cannot be reached');
    expect(failure.mend).toContain('proxy');
  });

  it('knows a lock file that does not agree, in the words of older npm too', () => {
    const failure = installationFailure('npm ERR! code EUSAGE\nnpm ERR! not in sync');
    expect(failure.mend).toContain('npm install');
  });

  it('passes on what it does not know', () => {
    const failure = installationFailure(
      'npm http fetch …\nnpm error code EWHATEVER\nnpm error odd',
    );
    expect(failure.output).toBe('npm error code EWHATEVER\nnpm error odd');
  });
});
