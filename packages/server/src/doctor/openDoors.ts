import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import { createLogger } from '../logger.ts';
import { ownAddresses, planListening } from '../media/addresses.ts';
import { Workers } from '../media/Workers.ts';
import { certificatePaths, makeCertificate, type Certificate } from '../tls/certificate.ts';
import type { Doors } from './Check.ts';

/** As `http/routes.ts` answers, for whoever knocks to find out that it came to the right place. */
const answer: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json').end('{"status":"ok"}');
};

/**
 * Opens, where no server runs, what a server with these settings would: its ports and its workers,
 * and nothing behind them. Never rejects: what cannot be opened is part of the answer.
 */
export async function openDoors(
  config: Config,
): Promise<{ doors: Doors; close: () => Promise<void> }> {
  const servers: Server[] = [];
  const open = async (make: () => Promise<Server>, asked: { host: string; port: number }) => {
    try {
      const server = await make();
      server.listen({ host: asked.host, port: asked.port });
      await once(server, 'listening');
      servers.push(server);
      return { port: (server.address() as AddressInfo).port };
    } catch (error) {
      return asError(error);
    }
  };
  const [http, https, workers] = await Promise.all([
    open(async () => createServer(answer), config.http),
    config.https && open(() => secureServer(config), config.https),
    openWorkers(config),
  ]);
  return {
    doors: { http, https, workers },
    async close() {
      if (!(workers instanceof Error)) workers.close();
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    },
  };
}

async function secureServer(config: Config): Promise<Server> {
  return createSecureServer(await someCertificate(config), answer);
}

/** That of the server; or, where there is none yet or it is no good, any. */
async function someCertificate({ https, dataDir }: Config): Promise<Certificate> {
  const paths = https?.files ?? certificatePaths(dataDir);
  try {
    return { cert: await readFile(paths.cert, 'utf8'), key: await readFile(paths.key, 'utf8') };
  } catch {
    return makeCertificate(['localhost'], new Date());
  }
}

async function openWorkers({ media }: Config): Promise<Workers | Error> {
  const { announced, firstPort, workers: count } = media;
  const plan = planListening(announced.length > 0 ? announced : ownAddresses());
  try {
    return await Workers.create({ count, firstPort, plan, logger: createLogger('silent', 'json') });
  } catch (error) {
    return asError(error);
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
