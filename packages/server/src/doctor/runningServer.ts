import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type Finding, warning } from './Finding.ts';

/** A server on loopback answers at once; past this it hangs, and its findings would never come. */
const PATIENCE_MS = 2_000;
/** Longer than its slowest check. */
const EXAMINATION_MS = 25_000;

/** What the server that runs with these settings finds out about itself; null where none runs. */
export async function askRunningServer(config: Config): Promise<Finding[] | null> {
  const url = `http://${hostOf(config.http.host)}:${config.http.port}`;
  if (!(await isOttogi(url))) return null;
  const token = config.adminToken ?? (await tokenIn(config.dataDir));
  if (token === null) return [strange(url, config, `there is no admin token in ${config.dataDir}`)];
  const response = await fetch(`${url}/api/doctor`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(EXAMINATION_MS),
  });
  if (!response.ok) return [strange(url, config, `it does not take the admin token`)];
  return ((await response.json()) as { findings: Finding[] }).findings;
}

function strange(url: string, { dataDir }: Config, reason: string): Finding {
  return {
    check: 'settings',
    ...warning(
      `A server runs at ${url}, but with other settings than these: ${reason}`,
      'So it could not be asked how it is.',
      `OTTOGI_DATA_DIR=<its data folder> npm run doctor   (now ${dataDir})`,
    ),
  };
}

async function isOttogi(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const health = (await (await fetch(`${url}/healthz`, { signal })).json()) as {
      status?: unknown;
      uptimeMs?: unknown;
    };
    return health.status === 'ok' && typeof health.uptimeMs === 'number';
  } catch {
    return false;
  }
}

async function tokenIn(dataDir: string): Promise<string | null> {
  const text = await readFile(join(dataDir, 'admin-token'), 'utf8').catch(() => null);
  return text?.trim() ?? null;
}

function hostOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
