import type { Manager } from 'socket.io-client';

/**
 * engine.io notes down by the wall clock when the server's next ping is overdue, and looks before
 * everything that it sends. So a clock that is set forward would cost the connection. This keeps
 * the note by the clock that never jumps.
 */
export function steadyHeartbeat(manager: Manager): void {
  manager.on('open', () => {
    let due = Infinity;
    Object.defineProperty(manager.engine, '_pingTimeoutTime', {
      get: () => (due === 0 ? 0 : due + offset()),
      set: (time: number) => {
        due = time === 0 ? 0 : time - offset();
      },
    });
  });
}

/** How far the wall clock is ahead. */
function offset(): number {
  return Date.now() - performance.now();
}
