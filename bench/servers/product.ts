import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from './ServerProcess.ts';

/**
 * The real server with one worker, all of it on loopback, its data in a folder that goes with it.
 * @param script Another program of the same settings, where something else is to be measured.
 */
export async function startProduct(
  env: NodeJS.ProcessEnv = {},
  script = 'packages/server/src/main.ts',
): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ottogi-bench-'));
  return ServerProcess.start(
    script,
    {
      HOST: '127.0.0.1',
      OTTOGI_HTTPS_HOST: 'off',
      OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1',
      OTTOGI_DATA_DIR: dataDir,
      OTTOGI_WORKERS: '1',
      OTTOGI_TOPOLOGY: 'sfu',
      OTTOGI_LOG_LEVEL: 'warn',
      ...env,
    },
    () => rm(dataDir, { recursive: true, force: true }),
  );
}
