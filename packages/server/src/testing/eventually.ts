/** Longer than anything takes on a busy machine: past it a test has failed. */
const PATIENCE_MS = 20_000;

/** Looks again and again, until the condition is met. */
export async function eventually(what: string, met: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await met())) {
    if (performance.now() > deadline) throw new Error(`not within time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
