/**
 * One tab's visit: ties the address bar, what the browser remembers and the call together. The
 * address says where the person wants to be, the call follows it; and where a wish fails, the
 * address follows the call. The SDK knows nothing of addresses, and components know only this.
 */
import { ClientError, type RoomClient, type Shortfall, type Source } from '@ottogi/client';
import { cleanName } from '@ottogi/protocol';
import { readTypedSecret } from './access.ts';
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

export interface Failure {
  readonly error: ClientError;
  /** Set where a device is on all the same. */
  readonly goesOnWithout?: Shortfall | undefined;
}

/** A room that opens for a password only, and waits for it. */
export interface PasswordAsked {
  readonly room: string;
  /** Whether one was given already, and it was not the one. */
  readonly wrong: boolean;
}

export interface VisitState {
  readonly route: Route;
  /** Empty until the person has given one. */
  readonly name: string;
  readonly passwordAsked: PasswordAsked | null;
  /** A room that is encrypted from end to end, and waits for its key. */
  readonly keyAsked: string | null;
  readonly wish: Wish;
  readonly recent: readonly string[];
  readonly failures: ReadonlyMap<Topic, Failure>;
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
  | 'setDeafened'
  | 'setHandRaised'
  | 'on'
  | 'subscribe'
  | 'getSnapshot'
> & { readonly person: Pick<RoomClient['person'], 'update'> };

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
  /** As the server remembers the person; null as long as it has not said. */
  #knownName: string | null = null;
  /** To whom the server knows no name, and was told one. */
  #met: string | null = null;

  constructor(client: Client, address: Address, memory: Memory, permissions: Permissions) {
    this.#client = client;
    this.#address = address;
    this.#memory = memory;
    this.#permissions = permissions;
    const { name, wish } = memory.tab;
    this.#state = {
      route: address.read(),
      name: name || memory.name,
      passwordAsked: null,
      keyAsked: null,
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
    this.#client.on('failed', ({ error, source, goesOnWithout }) =>
      this.#fail(source ?? 'call', error, goesOnWithout),
    );
    this.#client.on('left', ({ reason }) => {
      // Nor by a reload: to enter again is a wish of its own.
      if (reason === 'removed' || reason === 'banned') this.#remember({ room: null });
    });
    this.#client.on('mutedBy', ({ source }) => {
      if (source !== 'microphone' && source !== 'camera') return;
      this.#update({ wish: { ...this.#state.wish, [source]: false } });
    });
    this.#client.subscribe(() => this.#meetPerson());
    const { route } = this.#state;
    if (route.room === null) return;
    if (sameRoom(this.#memory.tab.room, route.room)) return this.#resume(route.room);
    // From here on a stranger's link may be at work, and it opens nothing that the tab had open.
    if (route.join) return this.#followLink(route, route.room);
  }

  /**
   * Enters a room, or moves there, by the person's own choice. Asks for a name first if need be. A
   * room that has a password opens by the one it was opened with last; else `passwordAsked` is set.
   */
  async enter(room: string, password?: string): Promise<void> {
    const target = cleanName(room.toWellFormed());
    if (target === '') return;
    if (this.#state.name === '') return this.#go(target);
    await this.#join(target, this.#isInCall() ? SILENT : this.#state.wish, password);
  }

  /** Enters an encrypted room with this key: anew, if one is in there with another. */
  async giveKey(room: string, typed: string): Promise<void> {
    const secret = readTypedSecret(typed);
    if (secret === '') return;
    const changed = this.#memory.roomSecret(room) !== secret;
    this.#memory.keepRoomSecret(room, secret);
    const { call } = this.#client.getSnapshot();
    const inside = call.status === 'joined' && sameRoom(call.room, room);
    if (inside && !changed) return;
    if (inside) await this.#attempt('call', this.#client.leave());
    if (inside || sameRoom(this.#state.keyAsked, room)) await this.enter(room);
  }

  /** Enters a room that is not encrypted, though one has a key for one of this name. */
  async enterUnencrypted(room: string): Promise<void> {
    this.#memory.forgetRoomSecret(room);
    await this.enter(room);
  }

  /** Enters a room without what the link says of how people are to be connected there. */
  async enterAsUsual(room: string): Promise<void> {
    this.#address.replace(formatRoute(room));
    this.#update({ route: this.#address.read() });
    await this.enter(room);
  }

  /** Gives up on a room that asks for a password or a key; a call elsewhere goes on. */
  async stopAsking(): Promise<void> {
    this.#update({ passwordAsked: null, keyAsked: null });
    if (this.#client.getSnapshot().call.status === 'failed') await this.leave();
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
      // In so many words: who is deafened wants to be heard again, and so to hear.
      const options = source === 'microphone' ? { paused: false } : {};
      await this.#attempt(
        source,
        unmutes ? this.#client.unmute(source) : this.#client.publish(source, options),
      );
    }
  }

  async toggleDeafened(): Promise<void> {
    const { deafened } = this.#client.getSnapshot().self;
    await this.#attempt('call', this.#client.setDeafened(!deafened));
  }

  async toggleHand(): Promise<void> {
    const { handRaised } = this.#client.getSnapshot().self;
    await this.#attempt('call', this.#client.setHandRaised(!handRaised));
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

  /** Keeps a name for this and every later visit; in a call, the others see it at once. */
  setName(raw: string): void {
    const name = cleanName(raw.toWellFormed());
    if (name === '') return;
    this.#memory.keepName(name);
    this.#update({ name });
    this.#changePerson({ name });
  }

  /** Chooses one's colour, in degrees. */
  setHue(hue: number): void {
    this.#changePerson({ hue });
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

  #changePerson(change: { name?: string; hue?: number }): void {
    void this.#attempt('call', this.#client.person.update(change));
  }

  /** A name that the server brings, of an earlier visit or from another device, is the person's own. */
  #meetPerson(): void {
    const { person, grants } = this.#client.getSnapshot();
    // One's access says how one is called: nothing to say, nothing to learn.
    if (grants.name !== null) {
      if (this.#state.name !== grants.name) this.#update({ name: grants.name });
      return;
    }
    if (person?.name === null && this.#met !== person.personId && this.#state.name !== '') {
      this.#met = person.personId;
      this.#changePerson({ name: this.#state.name });
    }
    const name = person?.name ?? null;
    if (name === null || name === this.#knownName) return;
    const first = this.#knownName === null;
    this.#knownName = name;
    // At first what stands here is newer than what stands there.
    if (name === this.#state.name || (first && this.#state.name !== '')) return;
    this.#update({ name });
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
  async #join(room: string, wish: Wish, given?: string): Promise<boolean> {
    this.#attempts += 1;
    const attempt = this.#attempts;
    const { call } = this.#client.getSnapshot();
    this.#go(room);
    if (call.status !== 'failed' && sameRoom(destination(call), room)) return true;
    this.#remember({ room });
    this.#update({ passwordAsked: null, keyAsked: null });
    const password = given ?? this.#memory.password(room);
    const joining = this.#enterCall(room, password);
    const opening = this.#open(wish);
    const joined = await joining;
    if (attempt !== this.#attempts) return false;
    if (joined) this.#settle();
    else await this.#recover();
    if (joined && password !== undefined) this.#memory.keepPassword(room, password);
    await opening;
    return joined;
  }

  async #enterCall(room: string, password: string | undefined): Promise<boolean> {
    const { route, name } = this.#state;
    const topologyRule = sameRoom(route.room, room) ? route.topology : null;
    const roomSecret = this.#memory.roomSecret(room);
    const wishes = {
      ...(password !== undefined && { password }),
      ...(roomSecret !== undefined && { roomSecret }),
      ...(topologyRule !== null && { topologyRule }),
    };
    this.dismiss('call');
    try {
      await this.#client.join({ room, name, ...wishes });
      return true;
    } catch (cause) {
      const error = clientError(cause);
      if (error.code === 'keyRequired') this.#update({ keyAsked: room });
      else if (!asksPassword(error)) this.#fail('call', error);
      else this.#askPassword(room, error);
      return false;
    }
  }

  #askPassword(room: string, { code }: ClientError): void {
    const wrong = code === 'wrongPassword';
    if (wrong) this.#memory.forgetPassword(room);
    this.#update({ passwordAsked: { room, wrong } });
  }

  async #open(wish: Wish): Promise<void> {
    const { publish } = this.#client.getSnapshot().grants;
    await Promise.all(
      DEVICES.filter((device) => wish[device] && publish.includes(device)).map((device) =>
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
    this.#update({ failures: new Map(), passwordAsked: null, keyAsked: null });
    await this.#attempt('call', this.#client.leave());
  }

  #isInCall(): boolean {
    const { status } = this.#client.getSnapshot().call;
    return status === 'joining' || status === 'waiting' || status === 'joined';
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
      this.#fail(topic, clientError(cause));
      return false;
    }
  }

  #fail(topic: Topic, error: ClientError, goesOnWithout?: Shortfall): void {
    const { call } = this.#client.getSnapshot();
    // The password was changed while the call was lost.
    if (topic === 'call' && call.status === 'failed' && asksPassword(error)) {
      this.#askPassword(call.room, error);
      return;
    }
    if (!goesOnWithout && (topic === 'microphone' || topic === 'camera')) {
      this.#update({ wish: { ...this.#state.wish, [topic]: false } });
    }
    // Both happen by the person's own doing.
    if (error.code === 'cancelled' || error.code === 'superseded') return;
    const failure = { error, goesOnWithout };
    this.#update({ failures: new Map(this.#state.failures).set(topic, failure) });
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

function asksPassword({ code }: ClientError): boolean {
  return code === 'passwordRequired' || code === 'wrongPassword';
}

function clientError(cause: unknown): ClientError {
  return cause instanceof ClientError
    ? cause
    : new ClientError('internal', String(cause), { cause });
}
