const FIRST_MS = 300;
const LONGEST_MS = 10_000;

/**
 * How long to wait before attempt `attempt` (0 is the first retry), in milliseconds: doubling, and
 * spread over the upper half, so that a room full of clients does not come back in the same instant.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return full * (0.5 + random() / 2);
}
