/** The Network Information API (https://wicg.github.io/netinfo/), where a browser has it. */
type NavigatorWithConnection = Navigator & { connection?: EventTarget };

/**
 * Tells when the machine comes into a network, or into another one. Returns how to stop; does nothing
 * where there is no page.
 */
export function watchNetwork(changed: () => void): () => void {
  if (typeof window === 'undefined') return () => {};
  const { connection } = navigator as NavigatorWithConnection;
  window.addEventListener('online', changed);
  connection?.addEventListener('change', changed);
  return () => {
    window.removeEventListener('online', changed);
    connection?.removeEventListener('change', changed);
  };
}
