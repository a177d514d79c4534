import {
  type Ack,
  type AckData,
  type ErrorDocument,
  type MediaDocument,
  type NotificationData,
  type NotificationName,
  PROTOCOL_VERSION,
  type RequestInput,
  type RequestName,
  type RoutedMedia,
  type RtpCapabilities,
} from '@ottogi/protocol';
import { io, type Socket } from 'socket.io-client';
import { routerRtpCapabilities } from '../media/codecs.ts';

export interface TestClientOptions {
  transports?: ('websocket' | 'polling')[];
  auth?: unknown;
  /** Makes it the same person each time. */
  secret?: string;
  /** What lets it in, where the server asks: a password, or a token. */
  access?: string;
  /** By the HTTPS door. */
  secure?: boolean;
  /** The page that connects. */
  origin?: string;
  /** What it calls the server by. */
  host?: string;
  /** From which of this machine's addresses. */
  address?: string;
  /** What a proxy says of it. */
  forwardedFor?: string;
  /** Whether `consumerOpened` is acknowledged by itself. */
  acknowledges?: boolean;
}

/** Where there is media in it, it is media over a router: what a test of that asks for stands in it too. */
export type Answer<N extends RequestName> = N extends 'join'
  ? AckData<'join'> & RoutedMedia
  : N extends 'renewMedia'
    ? RoutedMedia
    : AckData<N>;

interface Told {
  name: NotificationName;
  data: unknown;
}

interface Received extends Told {
  seq: number | null;
}

/** Longer than anything takes on a busy machine: past it a test has failed. */
const PATIENCE_MS = 20_000;

const CAPABILITIES = routerRtpCapabilities as RtpCapabilities;

/** A client at the height of the wire: what it is told is kept in order, to be asked for. */
export class TestClient {
  readonly socket: Socket;
  readonly received: Received[] = [];
  readonly #acknowledges: boolean;
  readonly #waiting = new Set<() => void>();
  #welcome: NotificationData<'welcome'> | null = null;
  #mediaId = '';
  /** The ack of the last `consumerOpened`, where it is not given by itself. */
  acknowledge: (() => void) | null = null;

  static async connect(url: string, options: TestClientOptions = {}): Promise<TestClient> {
    const { transports = ['websocket'], secret, access } = options;
    const usual = { protocolVersion: PROTOCOL_VERSION, secret, access };
    const auth = 'auth' in options ? options.auth : usual;
    const { origin, host, forwardedFor, address } = options;
    const extraHeaders = {
      ...(origin !== undefined && { origin }),
      ...(host !== undefined && { host }),
      ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
    };
    const socket = io(url, {
      ...(address !== undefined && { localAddress: address }),
      extraHeaders,
      rejectUnauthorized: false,
      transports,
      auth: auth as object,
      forceNew: true,
      reconnection: false,
    });
    const client = new TestClient(socket, options.acknowledges ?? true);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    client.#welcome = await client.next('welcome');
    return client;
  }

  private constructor(socket: Socket, acknowledges: boolean) {
    this.socket = socket;
    this.#acknowledges = acknowledges;
    socket.onAny((name: NotificationName, envelope: Received, ack?: () => void) => {
      const { seq, data } = envelope;
      // Several that came in one are told apart here, as in the SDK.
      const told = name === 'facts' ? (data as { facts: Told[] }).facts : [{ name, data }];
      this.received.push(...told.map((each) => ({ ...each, seq })));
      if (ack && this.#acknowledges) ack();
      else this.acknowledge = ack ?? null;
      for (const check of this.#waiting) check();
    });
  }

  get welcome(): NotificationData<'welcome'> {
    return this.#welcome!;
  }

  async ask<N extends RequestName>(name: N, data: RequestInput<N>): Promise<Answer<N>> {
    const ack = await this.raw(name, data);
    if (!ack.ok) throw new Error(`${name}: ${ack.error.code}: ${ack.error.message}`);
    const answer = ack.data as AckData<N>;
    const { media } = answer as { media?: MediaDocument };
    return (media ? { ...answer, ...media } : answer) as Answer<N>;
  }

  /** Any request, right or wrong, and whatever is answered. */
  async raw(name: string, ...args: unknown[]): Promise<Ack<unknown>> {
    const ack = (await this.socket.timeout(PATIENCE_MS).emitWithAck(name, ...args)) as Ack<unknown>;
    if (name === 'join' && ack.ok) this.#mediaId = (ack.data as AckData<'join'>).media.mediaId;
    if (name === 'renewMedia' && ack.ok) this.#mediaId = (ack.data as MediaDocument).mediaId;
    return ack;
  }

  /** What publishing says, over the media of now. */
  producing(options: Omit<RequestInput<'produce'>, 'mediaId'>): RequestInput<'produce'> {
    return { mediaId: this.#mediaId, ...options };
  }

  async errorOf(name: string, ...args: unknown[]): Promise<ErrorDocument['code'] | 'no error'> {
    const ack = await this.raw(name, ...args);
    return ack.ok ? 'no error' : ack.error.code;
  }

  join(room: string, name = 'Ada', view: RequestInput<'join'>['view'] = {}) {
    return this.ask('join', joining(room, { name, view }));
  }

  /** The next notification of this name that was not asked for yet, now or when it comes. */
  async next<N extends NotificationName>(name: N): Promise<NotificationData<N>> {
    await this.#until(name, () => this.received.some((received) => received.name === name));
    const index = this.received.findIndex((received) => received.name === name);
    return this.received.splice(index, 1)[0]?.data as NotificationData<N>;
  }

  /** The connection breaks, which is no leaving. */
  async cut(): Promise<void> {
    const gone = new Promise((resolve) => this.socket.once('disconnect', resolve));
    this.socket.io.engine.close();
    await gone;
  }

  close(): void {
    this.socket.disconnect();
  }

  #until(what: string, condition: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const limit = setTimeout(() => reject(new Error(`no ${what} came`)), PATIENCE_MS);
    const check = () => {
      if (condition()) resolve();
    };
    this.#waiting.add(check);
    check();
    return promise.finally(() => {
      clearTimeout(limit);
      this.#waiting.delete(check);
    });
  }
}

/** What a join says where the test does not care. */
export function joining(
  room: string,
  more: Partial<RequestInput<'join'>> = {},
): RequestInput<'join'> {
  return { room, name: 'Ada', rtpCapabilities: CAPABILITIES, ...more };
}
