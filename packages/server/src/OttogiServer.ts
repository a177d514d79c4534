import { isIPv4 } from 'node:net';
import { hostname } from 'node:os';
import { domainToASCII } from 'node:url';
import { ConfigError, type Config } from './config.ts';
import { keptAdminToken } from './dataDir.ts';
import { Gateway } from './gateway/Gateway.ts';
import { HttpServers } from './http/HttpServers.ts';
import type { Logger } from './logger.ts';
import { ownAddresses, planListening } from './media/addresses.ts';
import { Workers } from './media/Workers.ts';
import { Rooms } from './rooms/Rooms.ts';
import { keptCertificate, readCertificate, type Certificate } from './tls/certificate.ts';
import { Sfu } from './topologies/Sfu.ts';
import { SERVER_VERSION } from './version.ts';

/** The whole server, put together. Everything it is made of is chosen here. */
export class OttogiServer {
  readonly #workers: Workers;
  readonly #rooms: Rooms;
  readonly #gateway: Gateway;
  readonly #http: HttpServers;
  /** Where the admin token is kept; null where the environment gave it. */
  readonly adminTokenPath: string | null;

  /** Rejects where something that it needs is not to be had: a port, a worker, the data folder. */
  static async start(config: Config, logger: Logger): Promise<OttogiServer> {
    const { admin, certificate } = await kept(config);
    const { announced } = config.media;
    const workers = await Workers.create({
      count: config.media.workers,
      firstPort: config.media.firstPort,
      plan: planListening(announced.length > 0 ? announced : ownAddresses()),
      logger,
    });
    try {
      const rooms = new Rooms(async () => new Sfu(await workers.createRouter()), logger);
      const gateway = new Gateway({
        rooms,
        ice: config.ice,
        serverVersion: SERVER_VERSION,
        autopublish: config.autopublish,
        allowedOrigins: config.allowedOrigins,
        logger,
      });
      const http = await HttpServers.create({
        http: config.http,
        https: config.https && certificate ? { ...config.https, certificate } : null,
        rooms,
        workers,
        serverVersion: SERVER_VERSION,
        adminToken: admin.token,
      });
      for (const server of http.servers) gateway.attach(server);
      await http.listen();
      return new OttogiServer(workers, rooms, gateway, http, admin.path);
    } catch (error) {
      workers.close();
      throw error;
    }
  }

  private constructor(
    workers: Workers,
    rooms: Rooms,
    gateway: Gateway,
    http: HttpServers,
    adminTokenPath: string | null,
  ) {
    this.#workers = workers;
    this.#rooms = rooms;
    this.#gateway = gateway;
    this.#http = http;
    this.adminTokenPath = adminTokenPath;
  }

  get ports(): { http: number; https: number | null } {
    return this.#http.ports;
  }

  /** Tells everybody, then closes what was opened, in the opposite order. */
  async close(): Promise<void> {
    this.#rooms.close('serverClosing');
    await this.#gateway.close();
    await this.#http.close();
    this.#workers.close();
  }
}

/** What outlives the process; made where it is not there yet. */
async function kept(config: Config): Promise<{
  admin: { token: string; path: string | null };
  certificate: Certificate | null;
}> {
  try {
    const { adminToken, dataDir } = config;
    const admin = adminToken ? { token: adminToken, path: null } : await keptAdminToken(dataDir);
    return { admin, certificate: await certificateFor(config) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const allowed = `a folder that this user can read and write (${reason})`;
    throw new ConfigError([{ variable: 'OTTOGI_DATA_DIR', value: config.dataDir, allowed }]);
  }
}

async function certificateFor({ https, dataDir }: Config): Promise<Certificate | null> {
  if (!https) return null;
  if (https.files) return readCertificate(https.files);
  return keptCertificate(dataDir, certificateNames(ownAddresses(), hostname()));
}

/**
 * What people write into the address bar. IPv6 only where there is nothing else: those addresses
 * change by themselves, and each change would have everybody accept a new certificate.
 */
function certificateNames(addresses: string[], host: string): string[] {
  const ipv4 = addresses.filter((address) => isIPv4(address));
  // Only what the certificate can spell would be found in it again.
  const hosts = domainToASCII(host) === host ? [host] : [];
  const names = ['localhost', '127.0.0.1', '::1', ...hosts];
  return [...new Set([...names, ...(ipv4.length > 0 ? ipv4 : addresses)])];
}
