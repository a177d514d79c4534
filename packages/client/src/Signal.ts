import {
  PROTOCOL_VERSION,
  type Ack,
  type AckData,
  type Envelope,
  type ErrorCode,
  type ErrorDocument,
  type Fact,
  type Handshake,
  type Notification,
  type NotificationName,
  type RequestInput,
  type RequestName,
} from '@ottogi/protocol';
import { io, type Socket } from 'socket.io-client';
import { Admittance, type AccessSource } from './Admittance.ts';
import { ClientError, fromDocument, toClientError } from './errors.ts';
import { createSecret } from './random.ts';
import { Retry } from './Retry.ts';
import { Sequence } from './Sequence.ts';
import { steadyHeartbeat } from './steadyHeartbeat.ts';

export interface SignalOptions {
  /** Where the server is; the page's origin if left out. */
  url?: string;
  /** In the order in which they are tried; WebSocket, then long polling, if left out. */
  transports?: ('websocket' | 'polling')[];
  /**
   * What `createSecret` made, kept by the page: on every visit with it one is the same person. If
   * left out, one is a new person, who lasts as long as this client.
   */
  secret?: string;
  /** What lets one in, where the server asks for it. */
  access?: AccessSource;
}

export interface SignalOwner {
  /** Called in order. `acknowledge` does nothing where the server expects no answer. */
  notified(notification: Notification, acknowledge: () => void): void;
  /** Notifications were missed; this is where things stand. */
  snapshotTaken(snapshot: AckData<'getSnapshot'>): void;
  /** The connection is gone, or another attempt to connect failed. The next one follows. */
  disconnected(error: ClientError): void;
  /** The server will not have this client. No attempt follows. */
  refused(error: ClientError): void;
}

/** The half of the signaling connection that most of the client needs. */
export type Requests = Pick<Signal, 'request'>;

/** Refusals that no other attempt mends, as long as nobody does something about it. */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'protocolMismatch',
  'accessRequired',
  'accessRefused',
  'tokenRefused',
  'tokenExpired',
]);

type Delivery = { notification: Notification; acknowledge: () => void };
type Acknowledge = () => void;

const REQUEST_TIMEOUT_MS = 10_000;

/** An attempt that takes longer met a proxy that swallows it: the other transport is next. */
const CONNECT_TIMEOUT_MS = 8_000;

/**
 * The signaling connection: requests go up and are answered, notifications come down in order.
 * Connects again for ever; that the other side fell silent, socket.io's heartbeat finds out.
 */
export class Signal {
  readonly #owner: SignalOwner;
  readonly #socket: Socket;
  readonly #admittance: Admittance;
  readonly #sequence: Sequence<Delivery>;
  readonly #retry = new Retry(() => this.connect());
  /** Counts connections: an answer to one must not go out on the next. */
  #connection = 0;
  /** The server said that it would be gone for a moment. */
  #restarting = false;

  constructor(settings: SignalOptions, owner: SignalOwner) {
    // A secret in any case: after a reconnect one is to be who one was, or an own message that is
    // sent again would be somebody else's.
    const { url, transports = ['websocket', 'polling'], secret = createSecret() } = settings;
    this.#owner = owner;
    this.#admittance = new Admittance(settings.access);
    this.#sequence = new Sequence(
      ({ notification, acknowledge }) => {
        for (const each of apart(notification)) owner.notified(each, acknowledge);
      },
      () => void this.#resync(),
    );
    const options = {
      transports,
      tryAllTransports: true,
      auth: (give: (auth: Handshake) => void) =>
        void this.#authenticate({ protocolVersion: PROTOCOL_VERSION, secret }, give),
      autoConnect: false,
      // Two clients in one page are two sessions.
      forceNew: true,
      timeout: CONNECT_TIMEOUT_MS,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
    };
    this.#socket = url === undefined ? io(options) : io(url, options);
    steadyHeartbeat(this.#socket.io);
    this.#listen();
  }

  connect(): void {
    this.#socket.connect();
  }

  /** How it gets through now; null while it does not. */
  get way(): 'webSocket' | 'polling' | null {
    if (!this.#socket.connected) return null;
    return this.#socket.io.engine.transport.name === 'websocket' ? 'webSocket' : 'polling';
  }

  /** What to bring from the next attempt on. */
  setAccess(access: AccessSource): void {
    this.#admittance.source = access;
  }

  /** Silent: the owner knows what it does. */
  disconnect(): void {
    this.#retry.cancel();
    this.#connection++;
    this.#socket.disconnect();
  }

  /** The connection is of no use any more: another one takes its place. */
  reconnect(): void {
    this.#socket.io.engine?.close();
  }

  /**
   * Asks, and resolves to the data of the answer. `received` is called with it in the very turn in
   * which it arrives: notifications that the server sent after its answer are not handled before.
   * @throws ClientError with the server's code, or `serverUnreachable`, or `timeout` after 10 s, or
   *   `withinMs`
   */
  request<N extends RequestName>(
    name: N,
    data: RequestInput<N>,
    received?: (data: AckData<N>) => void,
    withinMs = REQUEST_TIMEOUT_MS,
  ): Promise<AckData<N>> {
    const connection = this.#connection;
    return new Promise((resolve, reject) => {
      if (!this.#socket.connected) {
        reject(new ClientError('serverUnreachable', `not connected, so no ${name}`));
        return;
      }
      const answered = (failure: Error | null, ack: Ack<AckData<N>>) => {
        if (failure) {
          const code = connection === this.#connection ? 'timeout' : 'serverUnreachable';
          reject(new ClientError(code, `no answer to ${name}`, { cause: failure }));
        } else if (ack.ok) {
          try {
            received?.(ack.data);
            resolve(ack.data);
          } catch (error) {
            reject(error);
          }
        } else {
          reject(fromDocument(ack.error, name));
        }
      };
      this.#socket.timeout(withinMs).emit(name, data, answered);
    });
  }

  #listen(): void {
    this.#socket.on('connect', () => this.#retry.reset());
    this.#socket.on('disconnect', (reason) => {
      if (reason === 'io client disconnect') return;
      this.#connection++;
      this.#owner.disconnected(new ClientError(this.#whyGone(), reason));
      this.#connectAgain();
    });
    this.#socket.on('connect_error', (error) => this.#connectFailed(error));
    this.#socket.onAny(
      (name: NotificationName, envelope: Envelope<NotificationName>, acknowledge?: Acknowledge) => {
        this.#receive(name, envelope, acknowledge);
      },
    );
  }

  async #authenticate(auth: Handshake, give: (auth: Handshake) => void): Promise<void> {
    const connection = this.#connection;
    try {
      const access = await this.#admittance.get();
      give(access === undefined ? auth : { ...auth, access });
    } catch (thrown) {
      if (connection !== this.#connection) return;
      // The server would wait for what does not come.
      this.disconnect();
      this.#owner.disconnected(toClientError(thrown, 'accessUnavailable'));
      this.#retry.later();
    }
  }

  #connectFailed(error: Error): void {
    const refusal = refusalIn(error);
    if (refusal && this.#isFinal(refusal.code)) {
      this.disconnect();
      this.#owner.refused(fromDocument(refusal));
      return;
    }
    if (error.message === 'timeout') this.#swapTransports();
    this.#owner.disconnected(
      refusal ? fromDocument(refusal) : toClientError(error, this.#whyGone()),
    );
    this.#connectAgain(refusal ?? {});
  }

  #whyGone(): 'serverRestarting' | 'serverUnreachable' {
    return this.#restarting ? 'serverRestarting' : 'serverUnreachable';
  }

  /** Whether another attempt would be refused alike. */
  #isFinal(code: ErrorCode): boolean {
    return FINAL.has(code) && !(code === 'tokenExpired' && this.#admittance.renews);
  }

  /** socket.io tries again by itself, except where the server has closed or refused the socket. */
  #connectAgain(refusal: { retryAfterMs?: number | undefined } = {}): void {
    if (!this.#socket.active) this.#retry.later(refusal);
  }

  #swapTransports(): void {
    const { opts } = this.#socket.io;
    opts.transports = (opts.transports as string[]).toReversed();
  }

  #receive(
    name: NotificationName,
    { seq, data }: Envelope<NotificationName>,
    acknowledge?: Acknowledge,
  ): void {
    const connection = this.#connection;
    const delivery: Delivery = {
      // Name and data fit each other: the server built them from the same definition.
      notification: { name, data } as Notification,
      acknowledge: () => {
        if (connection === this.#connection) acknowledge?.();
      },
    };
    if (name === 'welcome') this.#sequence.restart((seq ?? 1) - 1);
    if (name === 'welcome' || name === 'serverRestarting') {
      this.#restarting = name === 'serverRestarting';
    }
    if (seq === null) this.#owner.notified(delivery.notification, delivery.acknowledge);
    else this.#sequence.receive(seq, delivery);
  }

  async #resync(): Promise<void> {
    const connection = this.#connection;
    try {
      await this.request('getSnapshot', {}, (snapshot) => {
        this.#owner.snapshotTaken(snapshot);
        this.#sequence.resume(snapshot.seq);
      });
    } catch {
      // Without a snapshot nothing here can be trusted; a new connection starts from a new one.
      if (connection === this.#connection) this.reconnect();
    }
  }
}

/** Where much happens at once, several come in one. */
function apart(notification: Notification): Notification[] {
  // As in `#receive`.
  return notification.name === 'facts' ? (notification.data.facts as Fact[]) : [notification];
}

/** What the server's handshake said when it refused the socket; null for any other failure. */
function refusalIn(error: Error & { data?: unknown }): ErrorDocument | null {
  const { data } = error;
  return typeof data === 'object' && data !== null && 'code' in data
    ? (data as ErrorDocument)
    : null;
}
