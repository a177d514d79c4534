/**
 * One tab's visit: ties the address bar, what the browser remembers and the call together. The
 * address says where the person wants to be, the call follows it; and where a wish fails, the
 * address follows the call. The SDK knows nothing of addresses, and components know only this.
 */
import { ClientError, type RoomClient, type Source } from '@ottogi/client';
import { cleanName } from '@ottogi/protocol';
import type { Memory, TabMemory, Wish } from './memory.ts';
import { destination, sameRoom } from './rooms.ts';
import { formatRoute, type Route } from './route.ts';
import { isOn } from './tiles.ts';

/** What the visit needs of the browser. */
export interface Address {
  read(): Route;
  push(url: string): void;
  replace(url: string): void;
  /** Called when the person goes back or forward. */
  onTravel(listener: () => void): void;
}

export interface Permissions {
  /** Whether the browser gives the device without asking. */
  isGranted(device: keyof Wish): Promise<boolean>;
  /** Whether it gives devices at all here: HTTPS, or localhost. */
  isSecure(): boolean;
}

/** What a failure is about. A newer attempt at the same thing replaces it. */
export type Topic = Source | 'call';

export interface VisitState {
  readonly route: Route;
  /** Empty until the person has given one. */
  readonly name: string;
  readonly wish: Wish;
  readonly recent: readonly string[];
  readonly failures: ReadonlyMap<Topic, ClientError>;
}

type Client = Pick<
  RoomClient,
  | 'join'
  | 'leave'
  | 'publish'
  | 'unpublish'
  | 'mute'
  | 'unmute'
  | 'subscribeTo'
  | 'on'
  | 'getSnapshot'
>;

const SILENT: Wish = { microphone: false, camera: false };
const DEVICES = ['microphone', 'camera'] as const;

export class Visit {
  readonly #client: Client;
  readonly #address: Address;
  readonly #memory: Memory;
  readonly #permissions: Permissions;
  readonly #listeners = new Set<() => void>();
  #state: VisitState;
  /** Counts attempts to enter, so that one that was overtaken does not touch the address. */
  #attempts = 0;

  constructor(client: Client, address: Address, memory: Memory, permissions: Permissions) {
    this.#client = client;
    this.#address = address;
    this.#memory = memory;
    this.#permissions = permissions;
    const { name, wish } = memory.tab;
    this.#state = {
      route: address.read(),
      name: name || memory.name,
      wish,
      recent: memory.recent,
      failures: new Map(),
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): VisitState => this.#state;

  /** Begins the visit: whoever was in this room a moment ago, or follows a link that says so, enters. */
  async start(): Promise<void> {
    this.#address.onTravel(() => void this.#travel());
    this.#client.on('failed', ({ error, source }) => this.#fail(source ?? 'call', error));
    const { route } = this.#state;
    if (route.room === null) return;
    if (sameRoom(this.#memory.tab.room, route.room)) return this.#resume(route.room);
    // From here on a stranger's link may be at work, and it opens nothing that the tab had open.
    if (route.join) return this.#followLink(route, route.room);
  }

  /** Enters a room, or moves there, by the person's own choice. Asks for a name first if need be. */
  async enter(room: string): Promise<void> {
    const target = cleanName(room.toWellFormed());
    if (target === '') return;
    if (this.#state.name === '') return this.#go(target);
    await this.#join(target, this.#isInCall() ? SILENT : this.#state.wish);
  }

  async leave(): Promise<void> {
    this.#go(null);
    await this.#leaveCall();
  }

  /** Turns a source on or off; what is on its way already is taken back. */
  async toggle(source: 'microphone' | 'camera' | 'screen'): Promise<void> {
    const local = this.#client.getSnapshot().local[source];
    const on = isOn(local);
    if (source !== 'screen') this.#update({ wish: { ...this.#state.wish, [source]: !on } });
    if (on) {
      // A muted microphone stays published: unmuting it is instant, and needs no permission.
      const mutes = source === 'microphone' && local.status === 'live';
      await this.#attempt(
        source,
        mutes ? this.#client.mute(source) : this.#client.unpublish(source),
      );
    } else {
      const unmutes = local.status === 'live';
      await this.#attempt(
        source,
        unmutes ? this.#client.unmute(source) : this.#client.publish(source),
      );
    }
  }

  /** Asks once more for a picture that does not come. */
  async askFor(peerId: string, source: Source): Promise<void> {
    await this.#attempt('call', this.#client.subscribeTo(peerId, source));
  }

  /** Decides what opens when the next room is entered. */
  setWish(device: keyof Wish, on: boolean): void {
    if (on && !this.#permissions.isSecure()) {
      this.#fail(device, new ClientError('insecureContext', 'No devices without HTTPS'));
      return;
    }
    this.dismiss(device);
    this.#update({ wish: { ...this.#state.wish, [device]: on } });
  }

  /** Keeps a name for this and every later visit. */
  setName(raw: string): void {
    const name = cleanName(raw.toWellFormed());
    if (name === '') return;
    this.#memory.keepName(name);
    this.#update({ name });
  }

  forget(room: string): void {
    this.#memory.forget(room);
    this.#update({ recent: this.#memory.recent });
  }

  dismiss(topic: Topic): void {
    if (!this.#state.failures.has(topic)) return;
    const failures = new Map(this.#state.failures);
    failures.delete(topic);
    this.#update({ failures });
  }

  /** After a reload: back into the call, with the devices that the browser gives unasked. */
  async #resume(room: string): Promise<void> {
    const comesBack = async (device: keyof Wish) =>
      this.#state.wish[device] && (await this.#permissions.isGranted(device));
    const [microphone, camera] = await Promise.all([comesBack('microphone'), comesBack('camera')]);
    const wish = { microphone, camera };
    this.#update({ wish });
    if (this.#state.name !== '') await this.#join(room, wish);
  }

  async #followLink(route: Route, room: string): Promise<void> {
    this.#update({ name: route.name || this.#state.name, wish: SILENT });
    if (this.#state.name === '') return;
    const joined = await this.#join(room, SILENT);
    const { connection } = this.#client.getSnapshot();
    if (!joined || connection.status !== 'connected' || !connection.autopublish) return;
    const wish = { microphone: route.audio, camera: route.video };
    this.#update({ wish });
    await this.#open(wish);
  }

  /** The person went back or forward: the call follows the address. */
  async #travel(): Promise<void> {
    const route = this.#address.read();
    this.#update({ route });
    const { call } = this.#client.getSnapshot();
    if (call.status === 'idle') return;
    if (route.room === null) await this.#leaveCall();
    else if (!sameRoom(destination(call), route.room)) await this.#join(route.room, SILENT);
  }

  /** Resolves to whether the call stands. Devices open beside the join, not after it. */
  async #join(room: string, wish: Wish): Promise<boolean> {
    this.#attempts += 1;
    const attempt = this.#attempts;
    const { call } = this.#client.getSnapshot();
    this.#go(room);
    if (call.status !== 'failed' && sameRoom(destination(call), room)) return true;
    this.#remember({ room });
    const joining = this.#attempt('call', this.#client.join({ room, name: this.#state.name }));
    const opening = this.#open(wish);
    const joined = await joining;
    if (attempt !== this.#attempts) return false;
    if (joined) this.#settle();
    else await this.#recover();
    await opening;
    return joined;
  }

  async #open(wish: Wish): Promise<void> {
    await Promise.all(
      DEVICES.filter((device) => wish[device]).map((device) =>
        this.#attempt(device, this.#client.publish(device)),
      ),
    );
  }

  /** A call stands: the address takes its room's spelling, and loses what a link had asked for. */
  #settle(): void {
    const { call } = this.#client.getSnapshot();
    if (call.status !== 'joined') return;
    this.#memory.remember(call.room);
    this.#remember({ room: call.room });
    this.#address.replace(formatRoute(call.room));
    this.#update({ route: this.#address.read(), recent: this.#memory.recent });
  }

  /** No room was reached: a move that failed leaves the call where it was; else nothing stays open. */
  async #recover(): Promise<void> {
    if (this.#client.getSnapshot().call.status === 'joined') return this.#settle();
    await Promise.allSettled(DEVICES.map((device) => this.#client.unpublish(device)));
  }

  async #leaveCall(): Promise<void> {
    this.#attempts += 1;
    this.#remember({ room: null });
    this.#update({ failures: new Map() });
    await this.#attempt('call', this.#client.leave());
  }

  #isInCall(): boolean {
    const { status } = this.#client.getSnapshot().call;
    return status === 'joining' || status === 'joined';
  }

  #go(room: string | null): void {
    if (!sameRoom(this.#state.route.room, room)) this.#address.push(formatRoute(room));
    this.#update({ route: this.#address.read() });
  }

  /** Resolves to whether it went well; a failure is shown to the person instead of thrown. */
  async #attempt(topic: Topic, action: Promise<void>): Promise<boolean> {
    this.dismiss(topic);
    try {
      await action;
      return true;
    } catch (cause) {
      const unforeseen = () => new ClientError('internal', String(cause), { cause });
      this.#fail(topic, cause instanceof ClientError ? cause : unforeseen());
      return false;
    }
  }

  #fail(topic: Topic, error: ClientError): void {
    if (topic === 'microphone' || topic === 'camera') {
      this.#update({ wish: { ...this.#state.wish, [topic]: false } });
    }
    // Both happen by the person's own doing.
    if (error.code === 'cancelled' || error.code === 'superseded') return;
    this.#update({ failures: new Map(this.#state.failures).set(topic, error) });
  }

  #remember(change: Partial<TabMemory>): void {
    const { name, wish } = this.#state;
    this.#memory.keepTab({ ...this.#memory.tab, name, wish, ...change });
  }

  #update(change: Partial<VisitState>): void {
    this.#state = { ...this.#state, ...change };
    this.#remember({});
    for (const listener of this.#listeners) listener();
  }
}
