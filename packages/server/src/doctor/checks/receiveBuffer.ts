import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { RECEIVE_BUFFER_BYTES } from '../../media/addresses.ts';
import type { Check } from '../Check.ts';
import { fine, type Judgement, warning } from '../Finding.ts';

/** Linux grants without a word what it has, not what was asked for; so a socket is asked. */
export const receiveBuffer: Check = {
  id: 'receiveBuffer',
  run: async () => judgeReceiveBuffer(await grantedBytes()),
};

export function judgeReceiveBuffer(granted: number): Judgement {
  if (granted >= RECEIVE_BUFFER_BYTES) return fine(`Receive buffers of ${bytes(granted)}`);
  return warning(
    `Receive buffers are of ${bytes(granted)}, not ${bytes(RECEIVE_BUFFER_BYTES)}`,
    'When many people send at once, packets beyond it are lost: pictures freeze, voices break.',
    `sudo sysctl -w net.core.rmem_max=${RECEIVE_BUFFER_BYTES}   (and a line in /etc/sysctl.d to keep it)`,
  );
}

function bytes(count: number): string {
  return `${count.toLocaleString('en')} bytes`;
}

async function grantedBytes(): Promise<number> {
  const socket = createSocket('udp4');
  try {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    // Linux counts its own bookkeeping in (socket(7), SO_RCVBUF).
    return socket.getRecvBufferSize() / (process.platform === 'linux' ? 2 : 1);
  } finally {
    socket.close();
  }
}
