// Run on its own, on the Node that Ottogi runs on: starts the worker that MEDIASOUP_WORKER_BIN
// names through mediasoup itself, has it make a router, and ends it. Exit code 0 says it works.

import { createWorker } from 'mediasoup';

const worker = await createWorker({ logLevel: 'error' });
worker.once('died', (error) => {
  throw error;
});
await worker.createRouter({
  mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48000, channels: 2 }],
});
worker.close();
