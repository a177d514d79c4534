/**
 * Calls `tick` so many times a second. A worker counts the time: a browser may let the timers of a
 * page wait that nobody looks at.
 */
export function startTicking(perSecond: number, tick: () => void): void {
  const worker = new Worker(new URL('./ticker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', tick);
  worker.postMessage(1000 / perSecond);
}
