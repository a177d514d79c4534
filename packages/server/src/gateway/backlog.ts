import type { Socket } from 'socket.io';

/** Many times what a client that reads at all has waiting. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/** Closes a connection that does not read before what waits for it fills the memory. */
export function boundBacklog({ conn }: Socket): void {
  let waiting = 0;
  conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    waiting += data?.length ?? 0;
    if (waiting <= MOST_WAITING_BYTES) return;
    waiting = 0;
    conn.close(true);
  });
  conn.on('drain', () => {
    waiting = 0;
  });
}
