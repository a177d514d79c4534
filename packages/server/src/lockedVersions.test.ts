import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Lock {
  packages: Record<string, { version?: string }>;
}

/** Below these, what a stranger sends can end the process or fill its memory. */
const AT_LEAST = {
  'engine.io': '6.6.9',
  'socket.io-parser': '4.2.6',
  ws: '8.21.0',
};

/** Development tools of their own that never meet a stranger. */
const NOT_SERVED = /^node_modules\/lighthouse\//;

const lock = JSON.parse(
  await readFile(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
) as Lock;

test.each(Object.entries(AT_LEAST))('%s is locked at %s or later', (name, least) => {
  const found = Object.entries(lock.packages).filter(
    ([path]) => path.endsWith(`node_modules/${name}`) && !NOT_SERVED.test(path),
  );
  expect(found.length).toBeGreaterThan(0);
  for (const [path, { version = '0' }] of found) {
    expect(version.localeCompare(least, 'en', { numeric: true }), `${path} ${version}`).not.toBe(
      -1,
    );
  }
});
