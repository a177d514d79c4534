// Failures that a person can mend, told in their words instead of a stack trace.

/** What went wrong, why, and how to mend it; `output` is the tail of what a program said. */
export class Failure extends Error {
  /**
   * @param {string} what
   * @param {{ why?: string, mend?: string, output?: string }} [details]
   */
  constructor(what, { why, mend, output } = {}) {
    super(what);
    this.why = why;
    this.mend = mend;
    this.output = output;
  }
}

/**
 * @param {Failure} failure
 * @returns {string}
 */
export function describe({ message, why, mend, output }) {
  const lines = [`✗ ${message}`];
  if (output?.trim()) lines.push(...tail(output, 15).map((line) => `    │ ${line}`));
  if (why) lines.push(`  why: ${why}`);
  if (mend) lines.push(`  to mend: ${mend}`);
  return lines.join('\n');
}

/**
 * The last lines that say something.
 *
 * @param {string} text
 * @param {number} count
 */
export function tail(text, count) {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .slice(-count);
}
