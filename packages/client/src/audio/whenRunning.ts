/** A context that may start does so within a few hundredths of a second. */
const START_MS = 500;

/**
 * Resolves to true when sound flows, to false when it is plain that the browser holds it back: it
 * waits for a gesture, or has no device to play to. It says so by nothing but silence
 * (https://www.w3.org/TR/webaudio-1.1/#allowed-to-start).
 */
export async function whenRunning(context: AudioContext): Promise<boolean> {
  const isRunning = () => context.state === 'running';
  if (isRunning()) return true;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => resolve(), START_MS);
  context.addEventListener('statechange', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  return isRunning();
}
