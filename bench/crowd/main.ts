/** The server as it is, except that it keeps people whose media never connects. */
import { loadConfig } from '../../packages/server/src/config.ts';
import { createLogger } from '../../packages/server/src/logger.ts';
import { OttogiServer } from '../../packages/server/src/OttogiServer.ts';
import { UNCONNECTED } from '../../packages/server/src/testing/unlimited.ts';

const logger = createLogger('warn', 'json');
await OttogiServer.start(loadConfig(process.env), logger, { limits: UNCONNECTED });
