import { isIPv4 } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';
import { Chat } from './chat/Chat.ts';
import { type Clock, systemClock } from './clock.ts';
import { ConfigError, type Config } from './config.ts';
import { keptAdminToken, keptKey } from './dataDir.ts';
import type { Doors } from './doctor/Check.ts';
import { Doctor } from './doctor/Doctor.ts';
import { Reports } from './doctor/Reports.ts';
import { Files } from './files/Files.ts';
import { Gateway } from './gateway/Gateway.ts';
import { HttpServers } from './http/HttpServers.ts';
import { AddressBook } from './limits/AddressBook.ts';
import { LIMITS, type Limits } from './limits/limits.ts';
import type { Logger } from './logger.ts';
import { ownAddresses, planListening } from './media/addresses.ts';
import { Probes } from './media/Probes.ts';
import { Workers } from './media/Workers.ts';
import { People } from './people/People.ts';
import { createId } from './ids.ts';
import { ResumeTokens } from './rooms/ResumeTokens.ts';
import { RoomKeeper } from './rooms/RoomKeeper.ts';
import { Rooms } from './rooms/Rooms.ts';
import { SqliteStore } from './store/SqliteStore.ts';
import type { Store } from './store/Store.ts';
import { keptCertificate, readCertificate, type Certificate } from './tls/certificate.ts';
import { Sfu } from './topologies/Sfu.ts';
import { SERVER_VERSION } from './version.ts';

/** The whole server, put together. Everything it is made of is chosen here. */
export class OttogiServer {
  readonly #rooms: Rooms;
  readonly #http: HttpServers;
  readonly #opened: AsyncDisposableStack;
  readonly doctor: Doctor;
  /** Where the admin token is kept; null where the environment gave it. */
  readonly adminTokenPath: string | null;

  /** Rejects where something that it needs is not to be had: a port, a worker, the data folder. */
  static async start(
    config: Config,
    logger: Logger,
    clock: Clock = systemClock,
    /** Others than these only where a test could not wait for them, or means to pass them. */
    limits: Limits = LIMITS,
  ): Promise<OttogiServer> {
    await using opened = new AsyncDisposableStack();
    const { admin, certificate, resumeTokens } = await kept(config);
    const store = await openStore(config, logger);
    opened.defer(() => store.close());
    const workers = await createWorkers(config, logger);
    opened.defer(() => workers.close());
    const services = await createServices({ config, logger, clock, store, workers, limits });
    opened.defer(() => services.files.close());
    const doctor = new Doctor(config, () => doorsOf(http, workers), true);
    const addressBook = new AddressBook(limits);
    opened.defer(() => addressBook.close());
    const http = await HttpServers.create({
      http: config.http,
      https: config.https && certificate ? { ...config.https, certificate } : null,
      rooms: services.rooms,
      files: services.files,
      allowedOrigins: config.allowedOrigins,
      workers,
      serverVersion: SERVER_VERSION,
      adminToken: admin.token,
      doctor,
      reports: new Reports(config.dataDir, clock),
      addressBook,
      logger,
    });
    opened.defer(() => http.close());
    const gateway = new Gateway({
      ...services,
      resumeTokens,
      createProbes: () => new Probes(workers),
      ice: config.ice,
      serverVersion: SERVER_VERSION,
      autopublish: config.autopublish,
      fileMaxBytes: config.files.maxBytes,
      allowedOrigins: config.allowedOrigins,
      addressBook,
      logger,
    });
    opened.defer(() => gateway.close());
    for (const server of http.servers) gateway.attach(server);
    await http.listen();
    return new OttogiServer(services.rooms, http, doctor, opened.move(), admin.path);
  }

  private constructor(
    rooms: Rooms,
    http: HttpServers,
    doctor: Doctor,
    opened: AsyncDisposableStack,
    adminTokenPath: string | null,
  ) {
    this.#rooms = rooms;
    this.#http = http;
    this.doctor = doctor;
    this.#opened = opened;
    this.adminTokenPath = adminTokenPath;
  }

  get ports(): { http: number; https: number | null } {
    return this.#http.ports;
  }

  /** Tells everybody, then closes what was opened, in the opposite order. */
  async close(): Promise<void> {
    this.doctor.close();
    this.#rooms.close('serverClosing');
    await this.#opened.disposeAsync();
  }
}

function openStore({ dataDir }: Config, logger: Logger): Promise<Store> {
  return SqliteStore.open(join(dataDir, 'ottogi.db'), {
    onFault: (reason) => logger.error({ err: reason }, 'the store was lost, and is opened again'),
  });
}

function createWorkers({ media }: Config, logger: Logger): Promise<Workers> {
  const { announced } = media;
  return Workers.create({
    count: media.workers,
    firstPort: media.firstPort,
    plan: planListening(announced.length > 0 ? announced : ownAddresses()),
    logger,
  });
}

/** Where the doctor knocks. */
function doorsOf({ ports }: HttpServers, workers: Workers): Doors {
  const { http, https } = ports;
  return { http: { port: http }, https: https === null ? null : { port: https }, workers };
}

/** What services stand on. */
interface Foundations {
  config: Config;
  logger: Logger;
  clock: Clock;
  store: Store;
  workers: Workers;
  limits: Limits;
}

/** What requests work on. */
async function createServices(foundations: Foundations) {
  const { config, logger, clock, store, workers, limits } = foundations;
  const rooms = await Rooms.load({
    store,
    createTopology: async () => new Sfu(await workers.createRouter(), undefined, limits.call),
    after: clock.after,
    maxRooms: config.maxRooms,
    maxPeers: config.maxPeers,
    logger,
  });
  const people = new People({
    store,
    newestSeqs: () => rooms.newestSeqs(),
    createId,
    clock,
    logger,
  });
  const keeper = new RoomKeeper(rooms, store);
  const files = await Files.open({
    store,
    dir: join(config.dataDir, 'files'),
    maxBytes: config.files.maxBytes,
    totalMaxBytes: config.files.totalMaxBytes,
    logger,
  });
  const removeFiles = (fileIds: string[]) => void files.remove(fileIds);
  keeper.on('filesFreed', removeFiles);
  const chat = new Chat({ store, keeper, removeFiles });
  return { people, rooms, keeper, files, chat };
}

/** What outlives the process; made where it is not there yet. */
async function kept(config: Config): Promise<{
  admin: { token: string; path: string | null };
  certificate: Certificate | null;
  resumeTokens: ResumeTokens;
}> {
  try {
    const { adminToken, dataDir } = config;
    const admin = adminToken ? { token: adminToken, path: null } : await keptAdminToken(dataDir);
    const resumeTokens = new ResumeTokens(await keptKey(dataDir, 'resume-key'));
    return { admin, certificate: await certificateFor(config), resumeTokens };
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
