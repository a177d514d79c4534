import type { Notification, RtpCapabilities, Source } from '@ottogi/protocol';
import { Call, type CallOwner, type JoinOptions } from './Call.ts';
import { ClientError } from './errors.ts';
import type { ClientEvents } from './events.ts';
import { LocalMedia } from './LocalMedia.ts';
import { watchPage } from './pageLifetime.ts';
import type { PublishOptions } from './Publisher.ts';
import { RouterDevice } from './RouterDevice.ts';
import { RouterSession } from './RouterSession.ts';
import { Signal, type SignalOptions } from './Signal.ts';
import type { ConnectionState, RoomState } from './state.ts';
import { Store } from './Store.ts';
import { Subscriptions } from './Subscriptions.ts';

export type RoomClientOptions = SignalOptions;

/**
 * A page's way into rooms: sees who is where, joins, publishes, receives. It mends what breaks by
 * itself, and `getSnapshot` always says how things stand.
 *
 * ```ts
 * const client = new RoomClient();
 * client.connect();
 * await client.join({ room: 'Lounge', name: 'Ada' });
 * await client.publish('microphone');
 * ```
 */
export class RoomClient {
  readonly #store = new Store();
  readonly #device = new RouterDevice();
  readonly #signal: Signal;
  readonly #subscriptions: Subscriptions;
  readonly #local: LocalMedia;
  readonly #call: Call;
  #stopWatching: (() => void) | null = null;

  constructor(options: RoomClientOptions = {}) {
    this.#signal = new Signal(options, {
      notified: (notification, acknowledge) => this.#notified(notification, acknowledge),
      snapshotTaken: (snapshot) => {
        this.#store.dispatch({ type: 'roomsReplaced', rooms: snapshot.rooms });
        this.#call.snapshotTaken(snapshot);
      },
      disconnected: (error) => this.#disconnected(error),
      refused: (error) => this.#refused(error),
    });
    this.#subscriptions = new Subscriptions(this.#signal);
    this.#local = new LocalMedia({
      changed: (source, publication) =>
        this.#store.dispatch({ type: 'localChanged', source, publication }),
      failed: (source, error) => this.#store.emit('failed', { source, error }),
    });
    this.#call = new Call(this.#callOwner());
  }

  /**
   * Opens the connection, and opens it again whenever it is lost; `connection` in the state tells
   * how it goes. Again after `close` is fine.
   */
  connect(): void {
    if (this.#stopWatching) return;
    this.#stopWatching = watchPage(
      () => this.#pageHidden(),
      () => this.#signal.connect(),
    );
    this.#show({ status: 'connecting', error: null });
    this.#signal.connect();
  }

  /** Leaves, stops all local tracks, closes the connection. Idempotent. */
  close(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    void this.leave();
    this.#signal.disconnect();
    this.#call.disconnected();
    this.#show({ status: 'closed' });
  }

  /** Calls `listener` after every change; returns how to stop. Bound, as React wants it. */
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** How things stand: immutable, and the same object until something changes. Bound too. */
  readonly getSnapshot = (): RoomState => this.#store.state;

  /** Calls `listener` at every event of this name; returns how to stop. */
  on<E extends keyof ClientEvents>(
    event: E,
    listener: (data: ClientEvents[E]) => void,
  ): () => void {
    return this.#store.on(event, listener);
  }

  /**
   * Enters a room's call, or moves there from another one, which goes on until the new one stands.
   * Waits for the connection if there is none yet; the last of several calls wins. In that room
   * already, it resolves at once.
   * @throws ClientError `superseded` by a later join or leave; `unsupported` without WebRTC;
   *   `timeout`, and the server's codes
   */
  async join(options: JoinOptions): Promise<void> {
    const { connection } = this.#store.state;
    if (connection.status === 'refused') throw connection.error;
    await this.#call.join(options);
  }

  /**
   * Leaves the call, stops all local tracks, and forgets a join under way: at once, also without a
   * connection. Resolves when the server knows. Never rejects.
   */
  leave(): Promise<void> {
    this.#local.stop();
    this.#subscriptions.clear();
    return this.#call.leave();
  }

  /**
   * Gets the device, or takes the given track, and publishes it: now if in a call, else as soon as
   * in one. What is live with the same options stays as it is; with other options it is replaced
   * under the same publication. A screen brings its sound along as `screenAudio`, if there is one.
   * @throws ClientError `permissionDenied`, `cancelled` (of a screen), `deviceNotFound`,
   *   `deviceBusy`, `insecureContext`, `unsupported`, and the server's codes
   */
  publish(source: Source, options: PublishOptions = {}): Promise<void> {
    return this.#local.publish(source, options);
  }

  /** Ends the publication; its track stops at once. A screen takes its sound with it. */
  unpublish(source: Source): Promise<void> {
    return this.#local.unpublish(source);
  }

  /** Stays published and sends nothing, from this moment. Does nothing without a publication. */
  mute(source: Source): Promise<void> {
    return this.#local.setPaused(source, true);
  }

  unmute(source: Source): Promise<void> {
    return this.#local.setPaused(source, false);
  }

  /**
   * Asks for a publication whatever the join's `view` says. It comes as a track.
   * @throws ClientError `notJoined`, `notFound`, `serverUnreachable`, `timeout`
   */
  subscribeTo(peerId: string, source: Source): Promise<void> {
    return this.#subscriptions.ask('subscribe', peerId, source);
  }

  /**
   * Declines a publication. Its track ends.
   * @throws ClientError `notJoined`, `notFound`, `serverUnreachable`, `timeout`
   */
  unsubscribeFrom(peerId: string, source: Source): Promise<void> {
    return this.#subscriptions.ask('unsubscribe', peerId, source);
  }

  #callOwner(): CallOwner {
    return {
      signal: this.#signal,
      prepareMedia: async () => {
        const device = await this.#device.get();
        return {
          rtpCapabilities: device.recvRtpCapabilities as RtpCapabilities,
          createSession: (ack, owner) => new RouterSession(device, ack, this.#signal, owner),
        };
      },
      changed: (call) => this.#store.dispatch({ type: 'callChanged', call }),
      tracksChanged: (change) => this.#store.dispatch({ type: 'tracksChanged', ...change }),
      entered: (session, again) => {
        this.#local.attach(session);
        if (again) void this.#subscriptions.renew();
        else this.#subscriptions.clear();
      },
      exited: () => this.#local.attach(null),
      emit: (event, data) => this.#store.emit(event, data),
    };
  }

  #notified(notification: Notification, acknowledge: () => void): void {
    this.#store.dispatch({ type: 'notified', notification });
    if (notification.name === 'welcome') {
      this.#device.load(notification.data.rtpCapabilities);
      this.#call.connected();
    } else {
      this.#call.notified(notification, acknowledge);
    }
  }

  #disconnected(error: ClientError): void {
    const { status } = this.#store.state.connection;
    const first = status === 'connecting';
    this.#show({ status: first ? 'connecting' : 'reconnecting', error });
    this.#call.disconnected();
  }

  #refused(error: ClientError): void {
    this.#show({ status: 'refused', error });
    this.#call.refused(error);
  }

  /** Tells the server at once, rather than leaving it to the heartbeat. */
  #pageHidden(): void {
    this.#signal.disconnect();
    this.#disconnected(new ClientError('serverUnreachable', 'the page was hidden'));
  }

  #show(connection: ConnectionState): void {
    this.#store.dispatch({ type: 'connectionChanged', connection });
  }
}
