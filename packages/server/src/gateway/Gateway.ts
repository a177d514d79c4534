import type { Server as HttpServer } from 'node:http';
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
import { routerRtpCapabilities } from '../media/codecs.ts';
import type { Probes } from '../media/Probes.ts';
import type { Person } from '../people/Person.ts';
import { createId } from '../ids.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import { boundBacklog } from './backlog.ts';
import { dispatch } from './dispatch.ts';
import { guardDoor } from './door.ts';
import type { HandlerContext, Handlers } from './handlers/Handler.ts';
import { createHandlers } from './handlers/index.ts';
import { addressOf } from '../limits/address.ts';
import type { AddressBook } from '../limits/AddressBook.ts';
import { isAllowedOrigin } from '../origin.ts';
import { Session } from './Session.ts';
import { SessionLimits } from './SessionLimits.ts';

export interface GatewayOptions extends Omit<HandlerContext, 'sessionsOf'> {
  createProbes: () => Probes;
  serverVersion: string;
  autopublish: boolean;
  fileMaxBytes: number;
  /** Other pages than its own that may connect, as `https://host`. */
  allowedOrigins: readonly string[];
  addressBook: AddressBook;
}

/** The middleware has found out who it is. */
type IdentifiedSocket = Socket<
  DefaultEventsMap,
  DefaultEventsMap,
  DefaultEventsMap,
  { person: Person }
>;

/** Together they notice a dead connection in less than 9 s, so that it can be told within 10 s. */
const PING_INTERVAL_MS = 4_000;
const PING_TIMEOUT_MS = 4_500;

/** A client that closes the connection means to go; from any other end it may come back. */
const LEFT = 'client namespace disconnect';

/** Where sockets become sessions: by WebSocket, or by long polling where that is blocked. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #handlers: Handlers;
  readonly #sessions = new Set<Session>();
  readonly #epoch = createId();
  readonly #engine: Engine;
  readonly #io: Server;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#handlers = createHandlers({
      ...options,
      sessionsOf: (personId) => this.#sessionsOf(personId),
    });
    // One engine for all doors: socket.io makes one for each that it attaches to by itself, and
    // closes only the last.
    this.#engine = new Engine({
      allowRequest: (request, answer) => {
        const allowed = isAllowedOrigin(request, options.allowedOrigins);
        answer(allowed ? null : 'this page is not allowed to connect here', allowed);
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
      void this.#identify(socket).then(() => next());
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
    await this.#io.close();
  }

  #broadcastFacts(rooms: Rooms): void {
    rooms.on('fact', (fact) => this.tellAll(fact));
  }

  /** Who it is that connects, before anything is said. */
  async #identify(socket: IdentifiedSocket): Promise<void> {
    const { secret } = socket.handshake.auth as Handshake;
    const { people } = this.#options;
    const person = await people.enter(secret);
    socket.data.person = person;
    // Whoever went away meanwhile never becomes a session, so it is not for the session to tell.
    if (socket.conn.readyState === 'open') socket.conn.once('close', () => people.leave(person));
    else people.leave(person);
  }

  #onConnection(socket: IdentifiedSocket): void {
    const { logger, createProbes, people, addressBook } = this.#options;
    const { person } = socket.data;
    const address = addressOf(socket.request);
    const limits = new SessionLimits(addressBook, address, person.personId);
    releaseRequest(socket);
    boundBacklog(socket, limits.limits.backlogBytes);
    const session = new Session(socket, person, createProbes(), people, limits);
    const onPersonChanged = (changed: PersonDocument) =>
      session.notify({ name: 'personChanged', data: { person: changed } });
    this.#sessions.add(session);
    session.person.on('changed', onPersonChanged);
    logger.debug({ session: session.sessionId }, 'session connected');
    socket.on('disconnect', (reason) => {
      session.person.off('changed', onPersonChanged);
      this.#forget(session, reason === LEFT);
      logger.debug({ session: session.sessionId, reason }, 'session disconnected');
      // Or it could become a session again, and again.
      socket.conn.close();
    });
    socket.onAny((event: unknown, ...args: unknown[]) => {
      dispatch(this.#handlers, session, logger, event, args).catch((error: unknown) =>
        logger.error({ err: error }, 'no answer could be given'),
      );
    });
    this.#welcome(session);
  }

  #forget(session: Session, left: boolean): void {
    const { chat } = this.#options;
    this.#sessions.delete(session);
    if (left) session.peer?.close();
    else session.peer?.disconnected();
    session.lobby?.withdraw(session);
    session.probes.closeAll();
    chat.forget(session);
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
        fileMaxBytes,
        person: session.person.document(),
        rooms: rooms.documents(),
      },
    });
  }
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
