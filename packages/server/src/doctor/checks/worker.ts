import { createWorker } from 'mediasoup';
import { mediaCodecs } from '../../media/codecs.ts';
import type { Check } from '../Check.ts';
import { fine, problem } from '../Finding.ts';

/** Starts one for real, on a port that the system chooses: whether the program is any good here. */
export const worker: Check = {
  id: 'worker',
  slow: true,
  run: async () => {
    const startedAt = performance.now();
    try {
      const started = await createWorker({ logLevel: 'error' });
      try {
        await started.createRouter({ mediaCodecs });
        await started.createWebRtcServer({
          listenInfos: [
            { protocol: 'udp', ip: '127.0.0.1' },
            { protocol: 'tcp', ip: '127.0.0.1' },
          ],
        });
      } finally {
        started.close();
      }
      return fine(`A media worker starts, in ${Math.round(performance.now() - startedAt)} ms`);
    } catch (error) {
      return problem(
        `The media worker does not start (${error instanceof Error ? error.message : String(error)})`,
        'Without one there are no calls.',
        'unset MEDIASOUP_WORKER_BIN, and npm start   (finds, downloads or builds one)',
      );
    }
  },
};
