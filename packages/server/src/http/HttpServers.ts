import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { OwnNames } from '../access/hostNames.ts';
import { ConfigError } from '../config.ts';
import { UPLOAD_LIFETIME_MS } from '../files/Uploads.ts';
import { whileTaken } from '../ports.ts';
import type { AddressBook } from '../limits/AddressBook.ts';
import type { Certificate } from '../tls/certificate.ts';
import { addDoctorRoutes, type DoctorRoutesContext } from './doctorRoutes.ts';
import { addFileRoutes, type FileRoutesContext } from './fileRoutes.ts';
import { addNameCheck } from './nameCheck.ts';
import { addRecordingRoutes, type RecordingRoutesContext } from './recordingRoutes.ts';
import { addRoutes, type RoutesContext } from './routes.ts';
import { addSafeHeaders } from './safeHeaders.ts';
import { addRequestLimit, boundBodies, paceOf } from './slowness.ts';
import { addWebClient, pageOf } from './webClient.ts';

export interface HttpServersOptions
  extends RoutesContext, FileRoutesContext, RecordingRoutesContext, DoctorRoutesContext {
  http: { host: string; port: number };
  https: { host: string; port: number; certificate: Certificate } | null;
  ownNames: OwnNames;
  addressBook: AddressBook;
}

/** A door that is shut already: the port belongs to another program, or is not ours to open. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * The same pages twice: plain HTTP for this machine, where browsers trust localhost, and HTTPS for
 * every other device, since without it a browser gives no microphone.
 */
export class HttpServers {
  readonly #apps: FastifyInstance[];
  readonly #options: HttpServersOptions;

  static async create(options: HttpServersOptions): Promise<HttpServers> {
    const apps = [await createApp(options)];
    if (options.https) apps.push(await createApp(options, options.https.certificate));
    return new HttpServers(apps, options);
  }

  private constructor(apps: FastifyInstance[], options: HttpServersOptions) {
    this.#apps = apps;
    this.#options = options;
  }

  get servers(): Server[] {
    return this.#apps.map(({ server }) => server);
  }

  /** The ports in use, which differ from those asked for where 0 was. */
  get ports(): { http: number; https: number | null } {
    const [http, https] = this.servers.map((server) => (server.address() as AddressInfo).port);
    return { http: http ?? 0, https: https ?? null };
  }

  /**
   * @param patient Whether a port may be taken for a moment more.
   * @throws ListenError, ConfigError that say which variable to change.
   */
  async listen(patient = false): Promise<void> {
    const { http, https } = this.#options;
    const doors = [
      { ...http, variable: 'PORT', hostVariable: 'HOST' },
      ...(https
        ? [{ ...https, variable: 'OTTOGI_HTTPS_PORT', hostVariable: 'OTTOGI_HTTPS_HOST' }]
        : []),
    ];
    // Only now: whoever takes paths of their own (the gateway) has put themselves before the rest.
    for (const server of this.servers) boundBodies(server, this.#options.addressBook.limits);
    for (const [index, { host, port, variable, hostVariable }] of doors.entries()) {
      try {
        const open = async () => this.#apps[index]?.listen({ host, port });
        await (patient ? whileTaken(open) : open());
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
          const allowed = 'an address of this machine, or a name of one';
          throw new ConfigError([{ variable: hostVariable, value: host, allowed }]);
        }
        throw new ListenError(whyNot(code, host, port, variable), { cause: error });
      }
    }
  }

  /** Nobody new; who is connected stays so until `close`. */
  stopListening(): void {
    for (const server of this.servers) server.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.close()));
  }
}

async function createApp(
  options: HttpServersOptions,
  certificate?: Certificate,
): Promise<FastifyInstance> {
  const { addressBook } = options;
  const { limits } = addressBook;
  const pace = paceOf(limits);
  const common = {
    forceCloseConnections: true,
    connectionTimeout: limits.http.idleMs,
    // Nothing takes longer to arrive than an upload may.
    requestTimeout: UPLOAD_LIFETIME_MS,
    rewriteUrl: ({ url = '/' }: { url?: string }) => pageOf(url),
  } as const;
  const app = certificate
    ? (Fastify({
        ...common,
        https: { ...certificate, ...pace, handshakeTimeout: limits.http.tlsHandshakeMs },
      }) as unknown as FastifyInstance)
    : Fastify({ ...common, http: pace });
  await addSafeHeaders(app, options.allowedOrigins);
  addRequestLimit(app, addressBook);
  addNameCheck(app, options.ownNames);
  addRoutes(app, options);
  await addFileRoutes(app, options);
  await addRecordingRoutes(app, options);
  await addDoctorRoutes(app, options);
  await addWebClient(app);
  return app;
}

function whyNot(code: string | undefined, host: string, port: number, variable: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} belongs to another program: stop it, or set ${variable} to a free port`;
    case 'EACCES':
      return `this user may not open port ${port}: set ${variable} to a port above 1023`;
    default:
      return `cannot listen on ${host}:${port} (${code ?? 'unknown reason'})`;
  }
}
