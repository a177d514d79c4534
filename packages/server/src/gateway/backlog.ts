import type { Socket } from 'socket.io';

/** Closes a connection that does not read before what waits for it fills the memory. */
export function boundBacklog({ conn }: Socket, mostBytes: number): void {
  let waiting = 0;
  conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    waiting += data?.length ?? 0;
    if (waiting <= mostBytes) return;
    waiting = 0;
    conn.close(true);
  });
  conn.on('drain', () => {
    waiting = 0;
  });
}
