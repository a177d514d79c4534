/** Nothing that is done ahead should wait longer than this for a page that is never idle. */
const AT_LATEST_MS = 1_000;

/** Runs `task` when the page has nothing more urgent to do; soon, where the browser does not tell. */
export function whenIdle(task: () => void): void {
  // Safari does not have it.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: AT_LATEST_MS });
  else setTimeout(task);
}
