/** UDP between programs of this machine. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export const LOOPBACK = '127.0.0.1';

const LISTENING_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 10;

/** Another program may take one before it is used; then whoever wanted it fails, and asks again. */
const ATTEMPTS = 20;

/** Two free ports, the second after the first: for RTP and RTCP (RFC 3550, section 11). */
export async function freePortPair(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const first = createSocket('udp4');
    const second = createSocket('udp4');
    try {
      await bind(first, 0);
      const { port } = first.address();
      if (port % 2 !== 0) continue;
      await bind(second, port + 1);
      return port;
    } catch {
      // The one after it is taken.
    } finally {
      first.close();
      second.close();
    }
  }
  throw new Error('no two UDP ports beside each other are free');
}

/**
 * Resolves once somebody listens at a port: this system says so by refusing no packet any more.
 * Rejects when that takes too long, or is called off.
 */
export async function listening(port: number, signal: AbortSignal): Promise<void> {
  const socket = createSocket('udp4');
  // What was refused is heard at the next packet; the refusal may come by itself before.
  socket.on('error', () => undefined);
  socket.connect(port, LOOPBACK);
  await once(socket, 'connect', { signal });
  const deadline = performance.now() + LISTENING_WITHIN_MS;
  try {
    while (!((await accepted(socket)) && (await accepted(socket)))) {
      if (performance.now() > deadline) throw new Error(`nobody listens at port ${port}`);
      // Nobody tells when a port is opened.
      await sleep(ASK_AGAIN_MS, undefined, { signal });
    }
  } finally {
    socket.close();
  }
}

/** A receiver report without reports, and a goodbye: by it a receiver of RTP knows that nothing comes any more (RFC 3550, 6.6). */
export async function sayGoodbye(rtcpPort: number): Promise<void> {
  const ssrc = [0, 0, 0, 1];
  const goodbye = Buffer.from([0x80, 201, 0, 1, ...ssrc, 0x81, 203, 0, 1, ...ssrc]);
  const socket = createSocket('udp4');
  try {
    await new Promise((sent) => socket.send(goodbye, rtcpPort, LOOPBACK, sent));
  } finally {
    socket.close();
  }
}

async function bind(socket: Socket, port: number): Promise<void> {
  socket.bind({ port, address: LOOPBACK, exclusive: true });
  await once(socket, 'listening');
}

/** Too short for RTP, so whoever listens passes over it. */
const NOTHING = Buffer.of(0);

function accepted(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => socket.send(NOTHING, (error) => resolve(error === null)));
}
