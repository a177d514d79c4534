/** The server as it is, except that a peer already is enough for a worker that is not alone. */
import { loadConfig } from '../../packages/server/src/config.ts';
import { LIMITS } from '../../packages/server/src/limits/limits.ts';
import { createLogger } from '../../packages/server/src/logger.ts';
import { OttogiServer } from '../../packages/server/src/OttogiServer.ts';

const limits = { ...LIMITS, call: { ...LIMITS.call, workerStreams: 1 } };
await OttogiServer.start(loadConfig(process.env), createLogger('warn', 'json'), { limits });
