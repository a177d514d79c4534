import type { Server as HttpServer } from 'node:http';
import {
  handshake,
  MESSAGE_MAX_BYTES,
  PROTOCOL_VERSION,
  type RtpCapabilities,
} from '@ottogi/protocol';
import { Server as Engine } from 'engine.io';
import { Server, type Socket } from 'socket.io';
import type { Logger } from '../logger.ts';
import { routerRtpCapabilities } from '../media/codecs.ts';
import { createId } from '../rooms/ids.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import { boundBacklog } from './backlog.ts';
import { dispatch } from './dispatch.ts';
import { createHandlers, type HandlerContext, type Handlers } from './handlers.ts';
import { isAllowedOrigin } from './origin.ts';
import { Session } from './Session.ts';

export interface GatewayOptions extends HandlerContext {
  serverVersion: string;
  autopublish: boolean;
  /** Other pages than its own that may connect, as `https://host`. */
  allowedOrigins: readonly string[];
  logger: Logger;
}

/** Together they notice a dead connection within 15 s. */
const PING_INTERVAL_MS = 8_000;
const PING_TIMEOUT_MS = 6_000;

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
    this.#handlers = createHandlers(options);
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
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
    });
    this.#io = new Server({ serveClient: false });
    this.#io.bind(this.#engine);
    this.#io.use(checkHandshake);
    this.#io.on('connection', (socket) => this.#onConnection(socket));
    this.#broadcastFacts(options.rooms);
  }

  attach(server: HttpServer): void {
    this.#engine.attach(server, { path: '/socket.io/' });
  }

  /** Drops every connection. */
  async close(): Promise<void> {
    await this.#io.close();
  }

  #broadcastFacts(rooms: Rooms): void {
    rooms.on('fact', (fact) => {
      for (const session of this.#sessions) session.notify(fact);
    });
  }

  #onConnection(socket: Socket): void {
    releaseRequest(socket);
    boundBacklog(socket);
    const { logger } = this.#options;
    const session = new Session(socket);
    this.#sessions.add(session);
    logger.debug({ session: session.sessionId }, 'session connected');
    socket.on('disconnect', (reason) => {
      this.#sessions.delete(session);
      session.peer?.close();
      logger.debug({ session: session.sessionId, reason }, 'session disconnected');
    });
    socket.onAny((event: unknown, ...args: unknown[]) => {
      dispatch(this.#handlers, session, logger, event, args).catch((error: unknown) =>
        logger.error({ err: error }, 'no answer could be given'),
      );
    });
    this.#welcome(session);
  }

  #welcome(session: Session): void {
    const { serverVersion, autopublish, rooms } = this.#options;
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

/** The HTTP request that opened a connection would live as long as it does: 5 KB a session. */
function releaseRequest(socket: Socket): void {
  const connection = socket.conn as { request: unknown };
  connection.request = null;
}
