/** Browsers on a busy machine with few cores take their time; what never comes fails all the same. */
export const PATIENCE_MS = 30_000;

/** Between two looks at a condition that no event announces. */
const LOOK_EVERY_MS = 100;

/** What a look saw, and whether that is what was waited for. */
export interface Look<T> {
  met: boolean;
  seen: T;
}

/**
 * Looks until a condition is met, and resolves to what it saw then.
 * @throws Error that says what was waited for and what was there instead.
 */
export async function until<T>(
  what: string,
  look: () => Promise<Look<T>>,
  patienceMs = PATIENCE_MS,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { met, seen } = await look();
    if (met) return seen;
    if (performance.now() > deadline) {
      throw new Error(`Waited ${patienceMs / 1000} s: ${what}. Seen last: ${inWords(seen)}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, lookEveryMs);
    });
  }
}

function inWords(seen: unknown): string {
  return seen instanceof Error ? seen.message : JSON.stringify(seen, null, 1);
}
