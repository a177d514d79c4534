import { type AckData, roomKey, type Notification, type Source } from '@ottogi/protocol';
import type { AccessSource } from './Admittance.ts';
import type { Microphone } from './audio/Microphone.ts';
import { createPlayback, type Playback } from './audio/Playback.ts';
import { Call } from './Call.ts';
import type { CallOwner } from './CallOwner.ts';
import type { Camera } from './camera/Camera.ts';
import { type Chat, createChat } from './chat/Chat.ts';
import type { Checkup } from './checkup/Checkup.ts';
import { createCheckup } from './checkup/createCheckup.ts';
import { ClientData } from './data/ClientData.ts';
import type { SendDataOptions } from './data/DataExchange.ts';
import { Deafening } from './Deafening.ts';
import { Downlinking } from './Downlinking.ts';
import { createEncryption, type Encryption } from './encryption/Encryption.ts';
import type { EncryptionOptions } from './encryption/FrameWorker.ts';
import { ClientError } from './errors.ts';
import type { ClientEvents } from './events.ts';
import { Devices } from './Devices.ts';
import type { FileHandOver } from './files/FileHandOver.ts';
import type { JoinOptions } from './JoinWish.ts';
import { LinkComparison } from './links/LinkComparison.ts';
import { createLocalMedia, type LocalMedia, type LocalMediaOptions } from './LocalMedia.ts';
import { Mixing } from './Mixing.ts';
import { Moderation } from './Moderation.ts';
import { MediaFactory } from './MediaFactory.ts';
import { NetworkChecks, type NetworkCheckOptions, type NetworkReport } from './NetworkCheck.ts';
import { Participation } from './Participation.ts';
import type { PublishOptions } from './Publisher.ts';
import { Reception } from './Reception.ts';
import { Recordings } from './Recordings.ts';
import { RoomDirectory } from './RoomDirectory.ts';
import { RouterDevice } from './RouterDevice.ts';
import type { Screen } from './Screen.ts';
import { SelfPerson } from './SelfPerson.ts';
import { Signal, type SignalOptions } from './Signal.ts';
import type { ConnectionState, DownlinkWish, RoomState } from './state.ts';
import type { CallStats } from './Stats.ts';
import { Store } from './Store.ts';
import { Subscriptions } from './Subscriptions.ts';
import type { VideoViews } from './VideoViews.ts';
import { watchSurroundings } from './watchSurroundings.ts';

export type RoomClientOptions = SignalOptions & LocalMediaOptions & EncryptionOptions;

/**
 * A page's way into rooms: sees who is where, joins, publishes, receives, writes. It mends what
 * breaks by itself, and `getSnapshot` always says how things stand.
 *
 * ```ts
 * const client = new RoomClient();
 * client.connect();
 * await client.join({ room: 'Lounge', name: 'Ada' });
 * await client.publish('microphone');
 * ```
 */
export class RoomClient {
  /** Rooms as places: made and changed. */
  readonly rooms: RoomDirectory;
  /** What one may do in a room that one moderates. */
  readonly moderation: Moderation;
  /** Keeping what is seen and heard in a room that one moderates. */
  readonly recordings: Recordings;
  /** Oneself, as the server remembers one. */
  readonly person: SelfPerson;
  /** Reading and writing, in the call's room or any other. */
  readonly chat: Chat;
  /** How one's own microphone sounds, and when it is heard. */
  readonly microphone: Microphone;
  readonly camera: Camera;
  readonly screen: Screen;
  /** Which devices there are; they are chosen in the settings of what uses them. */
  readonly devices: Devices;
  /** Plays what is heard of the others, each as loud as one likes. */
  readonly playback: Playback;
  /** Which videos are on the screen, and how large: nothing more of them is sent. */
  readonly views: VideoViews;
  /** Whether nobody stands in between on direct links, as people find out by comparing codes. */
  readonly comparison: LinkComparison;
  /** For a mixer alone: what it makes of everybody's. */
  readonly mixing: Mixing;
  /** What is in the way of somebody in trouble, and a report of it for the host. */
  readonly checkup: Checkup;
  readonly #store = new Store();
  readonly #device = new RouterDevice();
  readonly #networkChecks: NetworkChecks;
  readonly #signal: Signal;
  readonly #subscriptions: Subscriptions;
  readonly #reception: Reception;
  readonly #media: MediaFactory;
  readonly #encryption: Encryption;
  readonly #local: LocalMedia;
  readonly #call: Call;
  readonly #participation: Participation;
  readonly #deafening: Deafening;
  readonly #data: ClientData;
  readonly #downlinking: Downlinking;
  #stopWatching: (() => void) | null = null;

  constructor(options: RoomClientOptions = {}) {
    this.#signal = new Signal(options, {
      notified: (notification, acknowledge) => this.#notified(notification, acknowledge),
      snapshotTaken: (snapshot) => this.#snapshotTaken(snapshot),
      disconnected: (error) => this.#disconnected(error),
      refused: (error) => this.#refused(error),
    });
    this.#networkChecks = new NetworkChecks(this.#signal);
    this.checkup = createCheckup(this, {
      serverUrl: options.url ?? '',
      signalingWay: () => this.#signal.way,
      loadDevice: () => this.#device.get(),
    });
    this.#subscriptions = new Subscriptions(this.#signal);
    this.#reception = this.#createReception();
    this.#downlinking = new Downlinking({
      signal: this.#signal,
      state: this.getSnapshot,
      sentByOthers: () => this.#reception.sentByOthers(),
      changed: (downlink) => this.#store.dispatch({ type: 'downlinkChanged', downlink }),
    });
    this.mixing = new Mixing((peerIds) => this.#store.emit('mixListenersChanged', { peerIds }));
    this.views = this.#reception.views;
    this.#encryption = createEncryption(this.#signal, this.#store, options);
    this.comparison = new LinkComparison(this.#store, () => this.#call.isDirect);
    this.#media = new MediaFactory({
      signal: this.#signal,
      device: this.#device,
      reception: this.#reception,
      encryption: this.#encryption,
      comparison: this.comparison,
      heard: (levels) => this.#store.dispatch({ type: 'levelsHeard', levels }),
    });
    this.#store.subscribe(() => this.#stateChanged());
    this.#local = createLocalMedia(this.#store, options, () => void this.devices.refresh());
    ({ microphone: this.microphone, camera: this.camera, screen: this.screen } = this.#local);
    this.playback = createPlayback(this.#store);
    this.devices = this.#createDevices();
    this.#data = new ClientData(this.#store, () => this.#call.data);
    this.#call = new Call(this.#callOwner());
    this.#participation = new Participation(this.#signal, (self) =>
      this.#store.dispatch({ type: 'selfChanged', self }),
    );
    this.#deafening = this.#createDeafening();
    this.rooms = new RoomDirectory(this.#signal);
    this.moderation = new Moderation(this.#signal);
    this.recordings = new Recordings(this.#signal, options.url ?? '');
    this.person = new SelfPerson({
      signal: this.#signal,
      changed: (person) => this.#store.dispatch({ type: 'personChanged', person }),
      renamed: (name) => this.#call.renamed(name),
    });
    this.chat = createChat(this.#signal, this.#store, options.url ?? '');
  }

  /** Files that go from one in the call to one other. */
  get files(): FileHandOver {
    return this.#data.files;
  }

  /**
   * Opens the connection, and opens it again whenever it is lost; `connection` in the state tells
   * how it goes. Again after `close` is fine.
   */
  connect(): void {
    if (this.#stopWatching) return;
    this.#stopWatching = watchSurroundings({
      pageHidden: () => this.#pageHidden(),
      pageShown: () => this.#signal.connect(),
      networkChanged: () => this.#call.checkPath(),
    });
    this.devices.start();
    this.#show({ status: 'connecting', error: null });
    this.#signal.connect();
  }

  /**
   * Brings something else from now on: where the server let one in by nothing so far, it is asked
   * again at once.
   */
  giveAccess(access: AccessSource): void {
    this.#signal.setAccess(access);
    if (this.#store.state.connection.status !== 'refused') return;
    this.#show({ status: 'connecting', error: null });
    this.#signal.connect();
  }

  /** Leaves, stops all local tracks, previews and uploads, closes the connection. Idempotent. */
  close(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    void this.leave();
    this.#local.endPreviews();
    this.devices.stop();
    this.#signal.disconnect();
    this.#call.disconnected();
    this.person.disconnected();
    this.chat.stop();
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
   * already, it resolves at once; where the connection is lost, when it is there again; where
   * somebody has to let one in, when they do.
   * @throws ClientError `superseded` by a later join or leave; `unsupported` without WebRTC;
   *   `loadFailed`, `timeout`, and the server's codes: `passwordRequired`, `wrongPassword`, `roomFull`, `banned`, `roomLocked` …;
   *   `notAdmitted`
   */
  async join(options: JoinOptions): Promise<void> {
    const { connection } = this.#store.state;
    if (connection.status === 'refused') throw connection.error;
    await this.#call.join({
      ...options,
      password: options.password ?? this.#knownPassword(options),
    });
  }

  /**
   * Leaves the call, stops all local tracks, and forgets a join under way: at once, also without a
   * connection. Resolves when the server knows. Never rejects.
   */
  leave(): Promise<void> {
    const left = this.#call.leave();
    this.#callOver();
    return left;
  }

  /**
   * Gets the device, or takes the given track, and publishes it: now if in a call, else as soon as
   * in one. What is live with the same options stays as it is; with other options it is replaced
   * under the same publication. A screen brings its sound along as `screenAudio`, if there is one.
   * While deafened the microphone waits, muted, unless `paused` is false.
   * @throws ClientError `notGranted`, `permissionDenied`, `cancelled` (of a screen),
   *   `deviceNotFound`, `deviceBusy`, `insecureContext`, `unsupported`, and the server's codes
   */
  async publish(source: Source, options: PublishOptions = {}): Promise<void> {
    if (!this.#store.state.grants.publish.includes(source)) {
      options.track?.stop();
      throw new ClientError('notGranted', `publishing ${source} is not granted here`);
    }
    if (source === 'microphone') return this.#deafening.publish(options);
    return this.#local.publish(source, options);
  }

  /** Ends the publication; its track stops at once. A screen takes its sound with it. */
  unpublish(source: Source): Promise<void> {
    return this.#local.unpublish(source);
  }

  /** Stays published and sends nothing, from this moment. Does nothing without a publication. */
  mute(source: Source): Promise<void> {
    if (source === 'microphone') return this.#deafening.setMuted(true);
    return this.#local.setPaused(source, true);
  }

  /** Whoever opens the microphone while deafened is not deafened any more. */
  unmute(source: Source): Promise<void> {
    if (source === 'microphone') return this.#deafening.setMuted(false);
    return this.#local.setPaused(source, false);
  }

  /**
   * Hears nobody, and is heard by nobody, from this moment; everybody sees it. Afterwards the
   * microphone is as it was. It can be wished before a call, and outlasts it. Never rejects.
   */
  setDeafened(deafened: boolean): Promise<void> {
    return this.#deafening.setDeafened(deafened);
  }

  /** For everybody in the call to see. It is lowered by leaving, or moving to another room. */
  setHandRaised(handRaised: boolean): Promise<void> {
    return this.#participation.set({ handRaised });
  }

  /**
   * Says what is received of the others: `tiles`, each by itself; `mix`, one picture and one sound of
   * all, which is the same little however many they are; or `auto`, the tiles, and the mix where the
   * way to here stays too weak for them. Whatever takes the place of the other does so once it can
   * be seen and heard. It can be wished before a call, and outlasts it; resolves when the server
   * knows, or at once.
   * @throws ClientError `mixerUnavailable`, `notGranted`, `tooManyRequests`; the wish is `auto` then
   */
  setDownlink(wish: DownlinkWish): Promise<void> {
    return this.#downlinking.set(wish);
  }

  /**
   * Shows one emoji to everybody in the call, as the event `reaction`.
   * @throws ClientError `notJoined`, `invalidRequest` for what is no emoji, `tooManyRequests`,
   *   `serverUnreachable`, `timeout`
   */
  async react(emoji: string): Promise<void> {
    if (!this.#data.react(emoji)) await this.#signal.request('react', { emoji });
  }

  /**
   * Sends bytes to others in the call, who get them as the event `data`, in every topology alike: over
   * the link to whoever has one, else over the server. `label` says what they are about: up to 64
   * bytes of UTF-8; `bytes`: up to 64 KiB, copied. `to`: whoever is to get it, by `peerId`; everybody
   * else in the call, as it is now, if left out. What one peer may send in a row: 200 messages and
   * 1 MB, then 100 messages and 500 kB a second.
   *
   * In order (the default), each receiver gets every message once, after those that were sent to it
   * before, for as long as both stay in the call: through changes of topology, lost connections and
   * lost media. Up to 4 MiB wait for each of them until they have it. With `ordered: false` a message
   * that is lost stays lost, and none waits for another: for what is soon out of date.
   * @throws ClientError `notJoined`, `notGranted` (it takes the grant `chat`), `notFound` (`to`),
   *   `unsupported` in a room that is encrypted from end to end, which data is not,
   *   `invalidRequest` (a label that begins with `ottogi:`, which are the SDK's own),
   *   `messageTooLarge`, `tooManyRequests` (`retryAfterMs` says when), `dataBlocked` where too much
   *   waits, or no way is there for what does not wait; and then nobody is sent anything
   */
  async sendData(
    label: string,
    bytes: Uint8Array,
    to?: string | readonly string[],
    options: SendDataOptions = {},
  ): Promise<void> {
    this.#data.send(label, bytes, to, options);
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

  /**
   * Makes the join into an encrypted room that may follow quicker: at its door, say. What its secret
   * is worth takes a quarter of a second to find out.
   */
  prepareEncryption({ room, roomSecret }: { room: string; roomSecret: string }): void {
    this.#encryption.prepare(room, roomSecret);
  }

  /**
   * What people compare by voice in a call that is encrypted from end to end: six groups of five
   * digits, the same for all who have the same keys of the same people. Where they are, nobody
   * stands in between. Null elsewhere, and in the first moments of such a call.
   */
  encryptionCode(): Promise<string | null> {
    return this.#encryption.code();
  }

  /**
   * Figures of the call for people who want to know; rates are those since the last time. Empty
   * outside of a call.
   * @throws ClientError `superseded` by the end of the call
   */
  stats(): Promise<CallStats> {
    return this.#reception.stats();
  }

  /**
   * Finds out which ways media can take from here to the server, in a call or before one. Takes 6 s
   * where one is blocked; a second check waits for the first.
   * @throws ClientError `serverUnreachable` without a connection, `mediaUnavailable`, `loadFailed`,
   *   `tooManyRequests`, `timeout`, `unsupported`; and the reason of a signal that is aborted
   */
  async checkNetwork({ signal }: NetworkCheckOptions = {}): Promise<NetworkReport> {
    return this.#networkChecks.run(await this.#device.get(), signal);
  }

  #stateChanged(): void {
    if (this.#reception.update()) this.#call.update();
    this.#encryption.update();
    this.comparison.update();
    this.#downlinking.update();
    this.playback.update(this.#store.state);
  }

  #createReception(): Reception {
    return new Reception({
      signal: this.#signal,
      state: this.getSnapshot,
      declines: (key) => this.#subscriptions.declines(key),
      opens: (peerId) => this.#encryption.opens(peerId),
      qualityChanged: (quality) => this.#store.dispatch({ type: 'qualityChanged', quality }),
      looked: (quality) => this.#downlinking.looked(quality),
      mixHeights: () => this.#downlinking.layerHeights,
    });
  }

  #callOwner(): CallOwner {
    return {
      signal: this.#signal,
      data: this.#data.forCall,
      prepareMedia: (wish) => this.#media.prepare(wish),
      changed: (call) => {
        this.#store.dispatch({ type: 'callChanged', call });
        const over = call.status === 'idle' || call.status === 'failed';
        if (over) void this.#participation.set({ handRaised: false });
      },
      tracksChanged: (change) => this.#store.dispatch({ type: 'tracksChanged', ...change }),
      isSent: (key) => this.#reception.isSent(key),
      participation: () => this.#participation.wish,
      entered: (membership) => {
        const { session, how, roomId, password } = membership;
        this.#local.attach(session);
        this.#reception.attach(session);
        this.mixing.attach(session);
        this.#downlinking.entered(session, how === 'again');
        if (how === 'again') this.#subscriptions.renew();
        else this.#subscriptions.clear();
        this.#participation.entered(membership);
        this.#encryption.entered(session);
        this.comparison.update();
        if (password !== undefined) this.chat.learnPassword(roomId, password);
      },
      exited: () => {
        this.#local.attach(null);
        this.#reception.attach(null);
        this.mixing.attach(null);
        this.#downlinking.exited();
        this.#participation.exited();
        this.#encryption.exited();
      },
      over: () => this.#callOver(),
      emit: (event, data) => this.#store.emit(event, data),
    };
  }

  #createDevices(): Devices {
    return new Devices({
      changed: (devices) => {
        this.#store.dispatch({ type: 'devicesChanged', devices });
        this.#local.devicesChanged(devices);
        this.playback.devicesChanged(devices.speakers);
      },
    });
  }

  #createDeafening(): Deafening {
    return new Deafening({
      publishing: () => {
        const { status } = this.#store.state.local.microphone;
        return status === 'live' || status === 'starting';
      },
      publishMicrophone: (options) => this.#local.publish('microphone', options),
      pauseMicrophone: (paused) => this.#local.setPaused('microphone', paused),
      deafen: (deafened) => {
        this.playback.setSilent(deafened);
        return this.#participation.set({ deafened });
      },
    });
  }

  #notified(notification: Notification, acknowledge: () => void): void {
    this.#store.dispatch({ type: 'notified', notification });
    const { name, data } = notification;
    if (name === 'roomChanged') this.#call.roomsNamed([data.room]);
    if (name === 'peerJoined') this.#subscriptions.peerJoined(data.peer.peerId);
    if (name === 'dataDropped') this.#data.dropped(data);
    // A wish of one's own from now on: it outlasts the call, and is one's own to take back.
    if (name === 'mutedBy') {
      void this.mute(data.source);
      acknowledge();
    }
    if (name === 'welcome') {
      this.#call.roomsNamed(data.rooms);
      this.#device.prepare(data.rtpCapabilities);
      this.#call.connected();
      this.person.connected();
      this.chat.connected();
    } else {
      this.#call.notified(notification, acknowledge);
      this.#reception.notified(notification);
      this.#downlinking.notified(notification);
      this.mixing.notified(notification);
      this.#encryption.notified(notification);
      this.comparison.update();
      this.chat.notified(notification);
    }
  }

  #snapshotTaken(snapshot: AckData<'getSnapshot'>): void {
    this.#store.dispatch({ type: 'roomsReplaced', rooms: snapshot.rooms });
    this.#store.dispatch({ type: 'knocksReplaced', knocks: snapshot.call?.knocks ?? [] });
    this.#call.roomsNamed(snapshot.rooms);
    this.#call.snapshotTaken(snapshot);
    this.#downlinking.snapshotTaken(snapshot);
    this.#encryption.askAgain();
    this.chat.catchUp();
  }

  /** Of a room whose chat was opened with it, or whose call was entered with it. */
  #knownPassword({ room }: JoinOptions): string | undefined {
    const known = this.#store.state.rooms.find(({ name }) => roomKey(name) === roomKey(room));
    return known && this.chat.passwordOf(known.roomId);
  }

  /** Nobody comes back to this call. */
  #callOver(): void {
    this.#local.stop();
    this.#subscriptions.clear();
    this.#data.callOver();
  }

  #disconnected(error: ClientError): void {
    const { status } = this.#store.state.connection;
    const first = status === 'connecting';
    this.#show({ status: first ? 'connecting' : 'reconnecting', error });
    this.#call.disconnected();
    this.person.disconnected();
    this.chat.disconnected();
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
