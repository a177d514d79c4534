import {
  KEY_MESSAGES_MAX,
  type Notification,
  type RoomDocument,
  roomKey as keyOfName,
} from '@ottogi/protocol';
import { ClientError } from '../errors.ts';
import type { JoinWish } from '../JoinWish.ts';
import type { MediaSession } from '../MediaSession.ts';
import type { Requests } from '../Signal.ts';
import { ownRoom, type RoomState } from '../state.ts';
import type { Store } from '../Store.ts';
import type { Bytes } from './bytes.ts';
import {
  canSealFrames,
  type CreateEncryptionWorker,
  defaultEncryptionWorker,
  type EncryptionOptions,
  type FrameProtection,
} from './FrameWorker.ts';
import type { PeerTrust } from './KeyExchange.ts';
import { RoomEncryption } from './RoomEncryption.ts';
import { deriveRoomKey } from './roomSecret.ts';

export interface EncryptionOwner {
  readonly signal: Requests;
  readonly createWorker: CreateEncryptionWorker;
  state(): RoomState;
  /** Null where nothing is encrypted from end to end. */
  changed(trust: ReadonlyMap<string, PeerTrust> | null): void;
}

/** Encryption from end to end, of the own call where its wish has a secret. */
export class Encryption {
  readonly #owner: EncryptionOwner;
  readonly #ofWishes = new WeakMap<JoinWish, RoomEncryption>();
  readonly #ofSessions = new WeakMap<MediaSession, RoomEncryption>();
  /** The last one that was derived: it takes a while, and a call that comes back needs it again. */
  #roomKey: { roomId: string; secret: string; key: Promise<Bytes> } | null = null;
  #current: RoomEncryption | null = null;
  #seenPeers: unknown = null;

  constructor(owner: EncryptionOwner) {
    this.#owner = owner;
  }

  /**
   * Whether a wish is for an encrypted room. Its secret decides, not what the server says: a server
   * that calls a room open is not believed.
   * @throws ClientError `keyRequired`, `notEncrypted`, `insecureContext`, `encryptionUnsupported`
   */
  check({ room: name, roomSecret }: JoinWish): boolean {
    const room = this.#roomNamed(name);
    if (roomSecret === undefined) {
      if (room?.encrypted) throw new ClientError('keyRequired', `${name} is encrypted`);
      return false;
    }
    if (room && !room.encrypted) throw new ClientError('notEncrypted', `${name} is not encrypted`);
    if (!globalThis.crypto?.subtle) {
      throw new ClientError('insecureContext', 'browsers encrypt by HTTPS and on localhost only');
    }
    if (!canSealFrames()) {
      throw new ClientError('encryptionUnsupported', 'this browser has no encoded transforms');
    }
    this.prepare(name, roomSecret);
    return true;
  }

  /** Begins with what takes as long as the rest of a join, if there is such a room. */
  prepare(name: string, roomSecret: string): void {
    const room = this.#roomNamed(name);
    if (!room?.encrypted || !globalThis.crypto?.subtle) return;
    this.#deriveRoomKey(room.roomId, roomSecret).catch(() => undefined);
  }

  /** Makes a media session for a wish. Throws what `create` throws. */
  session(
    wish: JoinWish,
    create: (protection: FrameProtection | null) => MediaSession,
  ): MediaSession {
    const { roomSecret } = wish;
    if (roomSecret === undefined) return create(null);
    const known = this.#ofWishes.get(wish);
    const encryption = known && !known.closed ? known : this.#begin(roomSecret);
    this.#ofWishes.set(wish, encryption);
    try {
      const session = create(encryption.protection());
      this.#ofSessions.set(session, encryption);
      return session;
    } catch (error) {
      if (encryption !== this.#current) encryption.close();
      throw error;
    }
  }

  /** The own call stands on this session. */
  entered(session: MediaSession): void {
    const next = this.#ofSessions.get(session) ?? null;
    if (next !== this.#current) this.#current?.close();
    this.#current = next;
    this.#tell();
    const { call } = this.#owner.state();
    if (call.status !== 'joined' || !next) return;
    this.#seenPeers = ownRoom(this.#owner.state())?.peers;
    next.entered({ roomId: call.roomId, peerId: call.peerId, peerIds: this.#others() });
  }

  /** There is no call. */
  exited(): void {
    this.#current?.close();
    this.#current = null;
    this.#tell();
  }

  /** The state changed; mostly in what is no concern of this. */
  update(): void {
    if (!this.#current) return;
    const peers = ownRoom(this.#owner.state())?.peers;
    if (peers === this.#seenPeers) return;
    this.#seenPeers = peers;
    this.#current.setPeers(this.#others());
  }

  notified({ name, data }: Notification): void {
    if (name === 'keysSent') this.#current?.received(data);
  }

  /** Whether what this peer shows can be opened here, as far as anybody knows. */
  opens(peerId: string): boolean {
    return !this.#current || this.#current.trust.get(peerId) === 'shared';
  }

  /** Messages may have been missed. */
  askAgain(): void {
    this.#current?.askAgain();
  }

  /**
   * Six groups of five digits, the same for everybody in the call who has the same keys of the same
   * people; null where nothing is encrypted. Compared by voice, they prove that nobody stands in
   * between.
   */
  async code(): Promise<string | null> {
    return (await this.#current?.code()) ?? null;
  }

  #roomNamed(name: string): RoomDocument | undefined {
    const { rooms } = this.#owner.state();
    return rooms.find((each) => keyOfName(each.name) === keyOfName(name));
  }

  #begin(secret: string): RoomEncryption {
    const encryption: RoomEncryption = new RoomEncryption({
      createWorker: this.#owner.createWorker,
      roomKey: (roomId) => this.#deriveRoomKey(roomId, secret),
      send: (messages) => {
        if (encryption === this.#current) this.#send(messages);
      },
      changed: () => {
        if (encryption === this.#current) this.#tell();
      },
    });
    return encryption;
  }

  /** What does not arrive is asked for again. */
  #send(messages: { peerId: string; payload: string }[]): void {
    for (let from = 0; from < messages.length; from += KEY_MESSAGES_MAX) {
      const part = messages.slice(from, from + KEY_MESSAGES_MAX);
      this.#owner.signal.request('sendKeys', { messages: part }).catch(() => undefined);
    }
  }

  #deriveRoomKey(roomId: string, secret: string): Promise<Bytes> {
    const last = this.#roomKey;
    if (last?.roomId === roomId && last.secret === secret) return last.key;
    const key = deriveRoomKey(secret, roomId);
    this.#roomKey = { roomId, secret, key };
    return key;
  }

  #others(): string[] {
    const state = this.#owner.state();
    const own = state.call.status === 'joined' ? state.call.peerId : null;
    const peers = ownRoom(state)?.peers ?? [];
    return peers.map(({ peerId }) => peerId).filter((peerId) => peerId !== own);
  }

  #tell(): void {
    this.#owner.changed(this.#current?.trust ?? null);
  }
}

/** Of a client: what comes of it stands in the store. */
export function createEncryption(
  signal: Requests,
  store: Store,
  { createEncryptionWorker: createWorker = defaultEncryptionWorker }: EncryptionOptions,
): Encryption {
  return new Encryption({
    signal,
    createWorker,
    state: () => store.state,
    changed: (trust) => store.dispatch({ type: 'encryptionChanged', trust }),
  });
}
