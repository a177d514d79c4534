import type { IncomingMessage, Server as HttpServer } from 'node:http';
import {
  type Handshake,
  handshake,
  MESSAGE_MAX_BYTES,
  type Notification,
  type PersonDocument,
  PROTOCOL_VERSION,
  type RtpCapabilities,
} from '@ottogi/protocol';
import { Server as Engine } from 'engine.io';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import type { Access, Admission } from '../access/Access.ts';
import { onExpiry } from '../access/expiry.ts';
import { foreignName, notMeantForThis, type OwnNames } from '../access/hostNames.ts';
import type { Clock } from '../clock.ts';
import { toErrorDocument } from '../errors.ts';
import { routerRtpCapabilities } from '../media/codecs.ts';
import type { Probes } from '../media/Probes.ts';
import type { Person } from '../people/Person.ts';
import { createId } from '../ids.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import { boundBacklog } from './backlog.ts';
import { Broadcast } from './Broadcast.ts';
import { type Desk, dispatch } from './dispatch.ts';
import { guardDoor } from './door.ts';
import type { HandlerContext } from './handlers/Handler.ts';
import { createHandlers } from './handlers/index.ts';
import { addressOf, isFromHere } from '../limits/address.ts';
import type { AddressBook } from '../limits/AddressBook.ts';
import { isAllowedOrigin } from '../origin.ts';
import { RoomWindow } from './RoomWindow.ts';
import { Session } from './Session.ts';
import { SessionLimits } from './SessionLimits.ts';

export interface GatewayOptions extends Omit<HandlerContext, 'sessionsOf'> {
  access: Access;
  clock: Clock;
  createProbes: () => Probes;
  serverVersion: string;
  autopublish: boolean;
  fileMaxBytes: number;
  /** Other pages than its own that may connect, as `https://host`. */
  allowedOrigins: readonly string[];
  ownNames: OwnNames;
  addressBook: AddressBook;
  mixers: MixerDoor;
}

/** Where mixers are known by the secrets that they were started with. */
export interface MixerDoor {
  /** Null for whatever is no such secret; each opens once. */
  admit(secret: string | undefined): Admission | null;
}

/** The middleware has found out who it is, and what they may do. */
type IdentifiedSocket = Socket<
  DefaultEventsMap,
  DefaultEventsMap,
  DefaultEventsMap,
  { person: Person; admission: Admission }
>;

/** Together they notice a dead connection within 7.5 s, so that it is told well within 10 s. */
const PING_INTERVAL_MS = 4_000;
const PING_TIMEOUT_MS = 3_500;

/** A client that closes the connection means to go; from any other end it may come back. */
const LEFT = 'client namespace disconnect';

/** Where sockets become sessions: by WebSocket, or by long polling where that is blocked. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #desk: Desk;
  readonly #sessions = new Set<Session>();
  readonly #broadcast = new Broadcast<Session>(this.#sessions);
  readonly #epoch = createId();
  readonly #engine: Engine;
  readonly #io: Server;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#desk = {
      handlers: createHandlers({
        ...options,
        sessionsOf: (personId) => this.#sessionsOf(personId),
      }),
      nameOf: (roomId) => options.rooms.nameOf(roomId),
      logger: options.logger,
    };
    // One engine for all doors: socket.io makes one for each that it attaches to by itself, and
    // closes only the last.
    this.#engine = new Engine({
      allowRequest: (request, answer) => {
        const refusal = refusalOf(request, options);
        answer(refusal, refusal === null);
      },
      // Long polling, unlike WebSocket, needs the browser's leave too.
      cors: { origin: [...options.allowedOrigins] },
      maxHttpBufferSize: 2 * MESSAGE_MAX_BYTES,
      // A few bytes could become many, and what is sent is small.
      perMessageDeflate: false,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
    });
    guardDoor(this.#engine, options.addressBook);
    this.#io = new Server({
      serveClient: false,
      connectTimeout: options.addressBook.limits.session.handshakeMs,
    });
    this.#io.bind(this.#engine);
    this.#io.use(checkHandshake);
    this.#io.use(checkSingle());
    this.#io.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => next(this.#refusal(error)),
      );
    });
    this.#io.on('connection', (socket: IdentifiedSocket) => this.#onConnection(socket));
    this.#broadcastFacts(options.rooms);
  }

  attach(server: HttpServer): void {
    this.#engine.attach(server, { path: '/socket.io/' });
  }

  /** Tells every session. */
  tellAll(notification: Notification): void {
    for (const session of this.#sessions) session.notify(notification);
  }

  /** Drops every connection. Peers that there still are may be taken up again, and their media flows on. */
  async close(): Promise<void> {
    this.#broadcast.release();
    await this.#io.close();
  }

  #broadcastFacts(rooms: Rooms): void {
    rooms.on('fact', (fact) => {
      for (const session of this.#sessions) {
        const told = session.window.factOf(fact);
        if (told) this.#broadcast.tell(session, told);
        // The room is there, but called as none that this session may enter.
        if (told?.name === 'roomClosed' && fact.name === 'roomChanged') {
          this.#expel(session, told.data.roomId);
        }
      }
    });
  }

  /** Whether somebody may enter, and who it is, before anything is said. */
  async #admit(socket: IdentifiedSocket): Promise<void> {
    const { access, people, mixers } = this.#options;
    const { secret, access: given } = socket.handshake.auth as Handshake;
    const { request } = socket;
    const mixer = isFromHere(request) ? mixers.admit(given) : null;
    const admission = mixer ?? (await access.admit(given, addressOf(request)));
    // Whoever is named by their access is the same person on every device; a mixer is nobody twice.
    const person = await people.enter(mixer ? undefined : (admission.subject ?? secret));
    Object.assign(socket.data, { person, admission });
    // Whoever went away meanwhile never becomes a session, so it is not for the session to tell.
    if (socket.conn.readyState === 'open') socket.conn.once('close', () => people.leave(person));
    else people.leave(person);
  }

  #refusal(error: unknown): Error {
    const document = toErrorDocument(error);
    const { logger } = this.#options;
    if (document.code === 'internal') logger.error({ err: error }, 'a handshake failed');
    else if (document.code === 'accessUnavailable') {
      logger.warn({ err: error }, 'tokens cannot be checked');
    }
    return Object.assign(new Error(document.message), { data: document });
  }

  #onConnection(socket: IdentifiedSocket): void {
    const { logger, createProbes, people, rooms, addressBook, clock } = this.#options;
    const { person, admission } = socket.data;
    const address = addressOf(socket.request);
    const limits = new SessionLimits(addressBook, address, person.personId);
    releaseRequest(socket);
    boundBacklog(socket, limits.limits.backlogBytes);
    const window = new RoomWindow(admission.grants, (roomId) => rooms.get(roomId).document());
    const { mixes = null } = admission;
    const probes = createProbes();
    const session = new Session({ socket, person, probes, people, limits, window, mixes });
    const onPersonChanged = (changed: PersonDocument) =>
      session.notify({ name: 'personChanged', data: { person: window.personOf(changed) } });
    const callOffExpiry = onExpiry(clock, admission.expiresAt, () => session.expire());
    this.#sessions.add(session);
    session.person.on('changed', onPersonChanged);
    logger.debug({ session: session.sessionId }, 'session connected');
    socket.on('disconnect', (reason) => {
      session.person.off('changed', onPersonChanged);
      callOffExpiry();
      this.#forget(session, reason === LEFT);
      logger.debug({ session: session.sessionId, reason }, 'session disconnected');
      // Or it could become a session again, and again.
      socket.conn.close();
    });
    socket.onAny((event: unknown, ...args: unknown[]) => {
      dispatch(this.#desk, session, event, args).catch((error: unknown) =>
        logger.error({ err: error }, 'no answer could be given'),
      );
    });
    this.#welcome(session);
  }

  #forget(session: Session, left: boolean): void {
    const { chat } = this.#options;
    this.#sessions.delete(session);
    // A mixer that lost its connection is started anew.
    if (left || session.hidden) session.peer?.close();
    else session.peer?.disconnected();
    session.lobby?.withdraw(session);
    session.probes.closeAll();
    chat.forget(session);
  }

  #expel(session: Session, roomId: string): void {
    const { chat, rooms } = this.#options;
    chat.close(session, rooms.get(roomId));
    const { peer } = session;
    if (peer?.room.roomId !== roomId) return;
    session.notify({
      name: 'callClosed',
      data: { peerId: peer.peerId, reason: 'roomDeleted' },
    });
    peer.close();
  }

  *#sessionsOf(personId: string): Iterable<Session> {
    for (const session of this.#sessions) if (session.personId === personId) yield session;
  }

  #welcome(session: Session): void {
    const { serverVersion, autopublish, fileMaxBytes, rooms } = this.#options;
    session.notify({
      name: 'welcome',
      data: {
        protocolVersion: PROTOCOL_VERSION,
        serverVersion,
        epoch: this.#epoch,
        sessionId: session.sessionId,
        // mediasoup types the parameters of a codec as unknown; on the wire they are plain values.
        rtpCapabilities: routerRtpCapabilities as RtpCapabilities,
        autopublish,
        topologyRule: rooms.topologyRule,
        fileMaxBytes,
        grants: session.grants,
        rooms: session.window.look(rooms.documents()),
        person: session.window.personOf(session.person.document()),
      },
    });
  }
}

/** Why a page may not connect; null where it may. */
function refusalOf(
  request: IncomingMessage,
  { allowedOrigins, ownNames }: Pick<GatewayOptions, 'allowedOrigins' | 'ownNames'>,
): string | null {
  const name = foreignName(request, ownNames);
  if (name !== null) return notMeantForThis(name);
  const allowed = isAllowedOrigin(request, allowedOrigins);
  return allowed ? null : 'this page is not allowed to connect here';
}

function checkHandshake(socket: Socket, next: (error?: Error) => void): void {
  const said = handshake.safeParse(socket.handshake.auth);
  if (said.success && said.data.protocolVersion === PROTOCOL_VERSION) return next();
  const message = `this server speaks protocol version ${PROTOCOL_VERSION}`;
  next(Object.assign(new Error(message), { data: { code: 'protocolMismatch', message } }));
}

/** One session a connection: a client could ask for any number of them before the first stands. */
function checkSingle() {
  const taken = new WeakSet<object>();
  return ({ conn }: Socket, next: (error?: Error) => void): void => {
    if (taken.has(conn)) return next(new Error('this connection has its session already'));
    taken.add(conn);
    next();
  };
}

/** The HTTP request that opened a connection would live as long as it does: 5 KB a session. */
function releaseRequest(socket: Socket): void {
  const connection = socket.conn as { request: unknown };
  connection.request = null;
}
