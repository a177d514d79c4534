// The checks that need no browser: each a program, judged by its exit code.

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './setup/paths.mjs';
import { duration } from './setup/progress.mjs';
import { commandOf, run } from './setup/run.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string[]} args For Node: a script and its arguments.
 */

/** @returns {Check[]} */
export function staticChecks() {
  const tsc = commandOf('typescript', 'tsc');
  const documents = 'scripts/generate-protocol-docs.ts';
  return [
    { name: 'types', args: [tsc, '-p', 'tsconfig.json'] },
    { name: 'types (browser)', args: [tsc, '-p', 'tsconfig.browser.json'] },
    { name: 'types (scripts)', args: [tsc, '-p', 'scripts/tsconfig.json'] },
    { name: 'lint', args: [commandOf('oxlint'), '--type-aware', '--deny-warnings'] },
    { name: 'format', args: [commandOf('oxfmt'), '--check'] },
    ...(existsSync(join(ROOT, documents))
      ? [{ name: 'generated documents', args: [documents, '--check'] }]
      : []),
  ];
}

/** @returns {Check} */
export function unitTests() {
  return { name: 'unit tests', args: [commandOf('vitest'), 'run', '--project', 'unit'] };
}

/**
 * Runs checks side by side, tells each as it ends, and shows the output of those that fail.
 *
 * @param {import('./setup/set-up.mjs').Ready} ready
 * @param {Check[]} checks
 * @returns {Promise<boolean>} Whether all passed.
 */
export async function runChecks({ node, env }, checks) {
  const waiting = [...checks];
  let passed = true;
  const runUntilEmpty = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedAt = performance.now();
      const { code, output } = await run(node, check.args, { cwd: ROOT, env });
      const took = duration(performance.now() - startedAt);
      if (code === 0) {
        console.log(`✓ ${check.name} (${took})`);
      } else {
        passed = false;
        console.log(`✗ ${check.name} (${took})\n${output.trimEnd()}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runUntilEmpty));
  return passed;
}
