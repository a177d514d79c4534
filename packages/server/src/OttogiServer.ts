import { isIPv4, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';
import { MEMBER } from '@ottogi/protocol';
import type { Access, Admission } from './access/Access.ts';
import { type AccessSummary, createAccess } from './access/createAccess.ts';
import { Chat } from './chat/Chat.ts';
import { type Clock, systemClock } from './clock.ts';
import { ConfigError, type Config } from './config.ts';
import { keptAdminToken, keptKey } from './dataDir.ts';
import type { Doors } from './doctor/Check.ts';
import { Doctor } from './doctor/Doctor.ts';
import { Reports } from './doctor/Reports.ts';
import { Files } from './files/Files.ts';
import { Gateway } from './gateway/Gateway.ts';
import { Bearers } from './http/Bearers.ts';
import { HttpServers } from './http/HttpServers.ts';
import { AddressBook } from './limits/AddressBook.ts';
import { LIMITS, type Limits } from './limits/limits.ts';
import type { Logger } from './logger.ts';
import { ownAddresses, planListening } from './media/addresses.ts';
import { Probes } from './media/Probes.ts';
import { RoomMixers } from './media/mixers/RoomMixers.ts';
import { Workers } from './media/Workers.ts';
import { People } from './people/People.ts';
import { Ffmpeg } from './recordings/Ffmpeg.ts';
import { Recordings } from './recordings/Recordings.ts';
import { createId } from './ids.ts';
import { ResumeTokens } from './rooms/ResumeTokens.ts';
import { RoomKeeper } from './rooms/RoomKeeper.ts';
import { Rooms } from './rooms/Rooms.ts';
import { SqliteStore } from './store/SqliteStore.ts';
import type { Store } from './store/Store.ts';
import { keptCertificate, readCertificate, type Certificate } from './tls/certificate.ts';
import { openOwnStun } from './stun/ownStun.ts';
import { Mesh } from './topologies/Mesh.ts';
import { Sfu } from './topologies/Sfu.ts';
import { SERVER_VERSION } from './version.ts';

export interface PrepareOptions {
  /** Whether ports may be taken for a moment more, by a process that this one follows. */
  patient?: boolean;
  clock?: Clock;
  /** Others than its own only where a test could not wait for them, or means to pass them. */
  limits?: Limits;
}

interface PreparedParts {
  kept: Kept;
  workers: Workers;
  store: SqliteStore;
  /** What of this is to be closed. */
  opened: AsyncDisposableStack;
  patient: boolean;
  clock: Clock;
  limits: Limits;
}

/**
 * What takes its time and is in nobody's way: the workers, on ports of their own, and the secrets.
 * Another process may serve people from the same data folder and doors meanwhile.
 */
export class PreparedServer {
  readonly #config: Config;
  readonly #logger: Logger;
  readonly #parts: PreparedParts;

  constructor(config: Config, logger: Logger, parts: PreparedParts) {
    this.#config = config;
    this.#logger = logger;
    this.#parts = parts;
  }

  /** Rejects where something that it needs is not to be had: the data folder, a port. */
  async open(): Promise<OttogiServer> {
    const [config, logger] = [this.#config, this.#logger];
    const { workers, store, patient, clock, limits } = this.#parts;
    await using opened = this.#parts.opened.move();
    await store.open();
    const origin = () => ownOrigin(config.http.host, http.ports.http);
    const mixers = new RoomMixers({ ...config.mixers, origin, logger });
    opened.defer(() => mixers.close());
    const foundations = { config, logger, clock, store, workers, mixers, limits };
    const services = await createServices(foundations);
    opened.defer(() => services.files.close());
    opened.defer(() => services.recordings.close());
    const doctor = new Doctor(config, () => doorsOf(http, workers), true);
    const addressBook = new AddressBook(limits);
    opened.defer(() => addressBook.close());
    const { admin, certificate, resumeTokens, access, summary } = this.#parts.kept;
    const ownNames = summary.mode === 'open' ? namesOf(config) : null;
    const http = await HttpServers.create({
      http: config.http,
      https: config.https && certificate ? { ...config.https, certificate } : null,
      rooms: services.rooms,
      files: services.files,
      recordings: services.recordings,
      allowedOrigins: config.allowedOrigins,
      ownNames,
      workers,
      serverVersion: SERVER_VERSION,
      doctor,
      reports: new Reports(config.dataDir, clock),
      addressBook,
      bearers: new Bearers(admin.token, access),
      logger,
    });
    opened.defer(() => http.close());
    const gateway = new Gateway({
      ...services,
      resumeTokens,
      access,
      clock,
      createProbes: () => new Probes(workers),
      ice: await openIce(config, logger, opened),
      serverVersion: SERVER_VERSION,
      autopublish: config.autopublish,
      fileMaxBytes: config.files.maxBytes,
      allowedOrigins: config.allowedOrigins,
      ownNames,
      addressBook,
      mixers: { admit: (secret) => mixerAdmission(mixers, secret) },
      logger,
    });
    opened.defer(() => gateway.close());
    for (const server of http.servers) gateway.attach(server);
    await http.listen(patient);
    const parts = { ...services, store, http, gateway, workers, mixers, doctor };
    return new OttogiServer(parts, opened.move(), admin.path, summary);
  }
}

interface Parts {
  rooms: Rooms;
  people: People;
  files: Files;
  recordings: Recordings;
  store: Store;
  http: HttpServers;
  gateway: Gateway;
  workers: Workers;
  mixers: RoomMixers;
  doctor: Doctor;
}

/** The whole server, put together. Everything it is made of is chosen here. */
export class OttogiServer {
  readonly #parts: Parts;
  readonly #opened: AsyncDisposableStack;
  /** Where the admin token is kept; null where the environment gave it. */
  readonly adminTokenPath: string | null;
  readonly access: AccessSummary;

  static async start(
    config: Config,
    logger: Logger,
    options: PrepareOptions = {},
  ): Promise<OttogiServer> {
    return (await OttogiServer.prepare(config, logger, options)).open();
  }

  /** Rejects where something that it needs is not to be had: a worker, its port, the data folder. */
  static async prepare(
    config: Config,
    logger: Logger,
    { patient = false, clock = systemClock, limits = LIMITS }: PrepareOptions = {},
  ): Promise<PreparedServer> {
    const secrets = await kept(config, clock);
    await using made = new AsyncDisposableStack();
    const store = prepareStore(config, logger);
    made.defer(() => store.close());
    const workers = await createWorkers(config, logger, patient);
    made.defer(() => workers.close());
    const opened = made.move();
    const parts = { kept: secrets, workers, store, opened, patient, clock, limits };
    return new PreparedServer(config, logger, parts);
  }

  constructor(
    parts: Parts,
    opened: AsyncDisposableStack,
    adminTokenPath: string | null,
    access: AccessSummary,
  ) {
    this.#parts = parts;
    this.#opened = opened;
    this.adminTokenPath = adminTokenPath;
    this.access = access;
  }

  get doctor(): Doctor {
    return this.#parts.doctor;
  }

  get ports(): { http: number; https: number | null } {
    return this.#parts.http.ports;
  }

  /** Tells everybody, then closes what was opened, in the opposite order. */
  async close(): Promise<void> {
    const { doctor, recordings, rooms } = this.#parts;
    doctor.close();
    const recorded = recordings.close();
    rooms.close('serverClosing');
    await recorded;
    await this.#opened.disposeAsync();
  }

  /**
   * Lets go of all that a successor needs, the doors, the store and the sessions, and resolves when
   * it may have them. Nobody is let into a call any more, but calls go on: media flows between
   * those who are in one until they have it from the successor.
   */
  async handOver(): Promise<void> {
    const { rooms, people, files, recordings, store, http, gateway, mixers, doctor } = this.#parts;
    doctor.close();
    // Their rooms have tiles again while they still can be told so.
    mixers.close();
    rooms.letNobodyIn();
    gateway.tellAll({ name: 'serverRestarting', data: {} });
    http.stopListening();
    people.close();
    await Promise.all([files.close(), recordings.close()]);
    // Answers everything that was asked of it. While people can still hear it.
    await store.close();
    await gateway.close();
    await http.close();
  }

  /** After `handOver`: resolves when no media flows any more, or the time is over. */
  async drained(withinMs: number): Promise<void> {
    await this.#parts.workers.idle(withinMs);
  }
}

function prepareStore({ dataDir }: Config, logger: Logger): SqliteStore {
  return SqliteStore.prepare(join(dataDir, 'ottogi.db'), {
    onFault: (reason) => logger.error({ err: reason }, 'the store was lost, and is opened again'),
  });
}

function createWorkers({ media }: Config, logger: Logger, patient: boolean): Promise<Workers> {
  const { announced } = media;
  return Workers.create({
    count: media.workers,
    firstPort: media.firstPort,
    plan: planListening(announced.length > 0 ? announced : ownAddresses()),
    patient,
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
  mixers: RoomMixers;
  limits: Limits;
}

/** What requests work on. */
async function createServices(foundations: Foundations) {
  const { config, logger, clock, store, workers, mixers, limits } = foundations;
  const rooms = await Rooms.load({
    store,
    createTopology: async (kind, links) =>
      kind === 'mesh' ? new Mesh(links, limits.call) : Sfu.open(workers, undefined, limits.call),
    topologyRule: config.topologyRule,
    mixers,
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
  const { ffmpeg, ...bounds } = config.recordings;
  const recordings = await Recordings.open({
    store,
    rooms,
    keeper,
    dir: join(config.dataDir, 'recordings'),
    ffmpeg: new Ffmpeg(ffmpeg),
    ...bounds,
    bounds: limits.recordings,
    clock,
    logger,
  });
  return { people, rooms, keeper, files, recordings, chat };
}

interface Kept {
  admin: { token: string; path: string | null };
  certificate: Certificate | null;
  resumeTokens: ResumeTokens;
  access: Access;
  summary: AccessSummary;
}

/** What outlives the process; made where it is not there yet. */
async function kept(config: Config, clock: Clock): Promise<Kept> {
  try {
    const { adminToken, dataDir } = config;
    const admin = adminToken ? { token: adminToken, path: null } : await keptAdminToken(dataDir);
    const resumeTokens = new ResumeTokens(await keptKey(dataDir, 'resume-key'));
    const certificate = await certificateFor(config);
    return { admin, certificate, resumeTokens, ...(await accessFor(config, clock)) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const allowed = `a folder that this user can read and write (${reason})`;
    throw new ConfigError([{ variable: 'OTTOGI_DATA_DIR', value: config.dataDir, allowed }]);
  }
}

/** What helps clients to find a way, the own STUN server included. */
async function openIce(
  { ice, media: { announced } }: Config,
  logger: Logger,
  opened: AsyncDisposableStack,
): Promise<Config['ice']> {
  const stun = await openOwnStun({
    port: ice.stunPort,
    others: ice.iceServers.length + (ice.turn ? 1 : 0),
    addresses: announced.length > 0 ? announced : ownAddresses(),
    logger,
  });
  opened.defer(() => stun.close());
  return { ...ice, iceServers: [...ice.iceServers, ...stun.iceServers] };
}

/** Where a program on this machine finds the pages. */
function ownOrigin(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

/** It hears and sees its room, and no other; what it may publish is the mix alone. */
function mixerAdmission(mixers: RoomMixers, secret: string | undefined): Admission | null {
  const room = mixers.take(secret);
  if (!room) return null;
  const grants = {
    ...MEMBER,
    rooms: [room.name],
    roomPatterns: [],
    name: 'Mixer',
    publish: [],
    chat: false,
  };
  return { grants, subject: null, expiresAt: null, mixes: room.roomId };
}

/** Under which public names people find it, as far as its settings say. */
function namesOf({ http, https, media, allowedOrigins }: Config): string[] {
  const origins = allowedOrigins.map((origin) => new URL(origin).hostname);
  const names = [...boundTo({ http, https }), ...media.announced, ...origins, hostname()];
  return names.map((name) => name.toLowerCase());
}

function boundTo({ http, https }: Pick<Config, 'http' | 'https'>): string[] {
  return [http.host, ...(https ? [https.host] : [])];
}

function accessFor({ access, dataDir, http, https, media }: Config, clock: Clock) {
  const reach = { announced: media.announced, hosts: boundTo({ http, https }) };
  return createAccess(access, { dataDir, reach, ownAddresses: ownAddresses(), clock });
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
