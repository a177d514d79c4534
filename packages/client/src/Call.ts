import {
  roomKey,
  type AckData,
  type ConsumerDocument,
  type Notification,
  type NotificationData,
  type RoomProfile,
  type RtpCapabilities,
} from '@ottogi/protocol';
import { backoffMs } from './backoff.ts';
import { Convergence } from './Convergence.ts';
import { ClientError, isSelfMending, toClientError } from './errors.ts';
import type { ClientEvents, LeaveReason } from './events.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import type { PeerWish } from './Participation.ts';
import type { Requests } from './Signal.ts';
import type { CallState, MediaState } from './state.ts';

export interface JoinOptions {
  /** The name of the room; it opens if it is not there. Case and width do not distinguish rooms. */
  room: string;
  /** How one is called in it. */
  name: string;
  /** Of the room, where it has one. It is sent again when a lost call is joined again. */
  password?: string;
  /**
   * How much is sent without asking: 25 cameras and 25 microphones where nothing is said. Cameras
   * begin in the layer `spatialLayer` (0 is the smallest, null the best): where nothing is said, in
   * the smallest where there are many, for a page to say by `views.set` which are to be larger.
   */
  view?: { videos?: number; voices?: number; spatialLayer?: number | null };
}

/** A membership that stands, for whoever speaks to the server about it. */
export interface Entered {
  session: MediaSession;
  /** Out of nothing, from another call, or in the place of one that was lost. */
  how: 'new' | 'moved' | 'again';
  roomId: string;
  /** What the join said. */
  told: PeerWish;
  password: string | undefined;
}

/** What media needs to know before it can ask for a call, and how it starts once there is one. */
export interface MediaSetup {
  rtpCapabilities: RtpCapabilities;
  /** In which layer cameras begin where the join names none; null for the best. */
  spatialLayer: number | null;
  createSession(ack: AckData<'join'>, owner: MediaSessionOwner): MediaSession;
}

export interface CallOwner extends Pick<MediaSessionOwner, 'tracksChanged'> {
  readonly signal: Requests;
  /** @throws ClientError `unsupported` */
  prepareMedia(room: string): Promise<MediaSetup>;
  changed(call: CallState): void;
  /** How one wishes to take part at this moment. */
  participation(): PeerWish;
  entered(membership: Entered): void;
  /** There is none to publish in for now. */
  exited(): void;
  /** The server ended it, and it is not joined again. */
  over(): void;
  emit<E extends 'joined' | 'left' | 'failed'>(event: E, data: ClientEvents[E]): void;
}

interface Wish extends JoinOptions {
  /** It stood once, and was lost. */
  again: boolean;
  attempts: number;
  done: PromiseWithResolvers<void>;
}

type EndReason = NotificationData<'callClosed'>['reason'];

interface Membership {
  wish: Wish;
  roomId: string;
  peerId: string;
  session: MediaSession;
  media: MediaState;
  /** False once the server has ended it; its last pictures stay until another one stands. */
  standing: boolean;
}

/** How often a first join is tried while the server is short of something. A lost call: for ever. */
const FIRST_JOIN_ATTEMPTS = 5;

/**
 * The one place that owns the life of the call. There is a wish, a room to be in or none, and a
 * membership; every step brings the second nearer to the first, one request at a time. A newer wish
 * takes the place of an older one, and a membership that is lost is wished for again.
 */
export class Call {
  readonly #owner: CallOwner;
  readonly #convergence = new Convergence(() => this.#step());
  #wish: Wish | null = null;
  #membership: Membership | null = null;
  #failure: CallState = { status: 'idle' };
  #online = false;
  /** The server may hold a membership that is not `#membership`. */
  #stray = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: CallOwner) {
    this.#owner = owner;
  }

  /** @throws ClientError */
  join(options: JoinOptions): Promise<void> {
    const [wish, current] = [this.#wish, this.#membership?.wish];
    if (wish && sameCall(wish, options) && !this.#corrects(wish, options)) {
      return wish.done.promise;
    }
    this.#supersede();
    const done = Promise.withResolvers<void>();
    // Back to the call that there still is, from a move that was under way: the old wish again.
    const next =
      current && sameCall(current, options)
        ? Object.assign(current, { done, password: options.password ?? current.password })
        : { ...options, done, again: false, attempts: 0 };
    void this.#replaceWish(next);
    return done.promise;
  }

  /** Takes effect at once; resolves when the server knows, or cannot be told. Never rejects. */
  leave(): Promise<void> {
    const membership = this.#membership;
    this.#membership = null;
    if (membership) {
      this.#stray ||= membership.standing;
      this.#owner.exited();
      membership.session.close();
    }
    const left = this.#replaceWish(null);
    if (membership?.standing) {
      this.#owner.emit('left', { room: membership.wish.room, reason: 'asked' });
    }
    return left;
  }

  /** Requests can be made from now on. */
  connected(): void {
    this.#online = true;
    this.#cancelRetry();
    void this.#convergence.run();
  }

  /** The session is gone, and the membership with it. */
  disconnected(): void {
    if (!this.#online) return;
    this.#online = false;
    this.#stray = false;
    this.#cancelRetry();
    this.#lose('connectionLost');
  }

  /** There will be no connection, so what waits for one waits in vain. */
  refused(error: ClientError): void {
    this.disconnected();
    // The wish for another room first, then the call that there was.
    while (this.#wish) this.#giveUp(this.#wish, error);
  }

  notified({ name, data }: Notification, acknowledge: () => void): void {
    if (name === 'consumerOpened') void this.#openConsumer(data.consumer, acknowledge);
    if (name === 'consumerClosed') this.#membership?.session.closeConsumer(data.consumerId);
    if (name === 'layersWanted') {
      this.#membership?.session.limitLayers(data.producerId, data.wantedLayer);
    }
    if (name === 'callClosed' && data.peerId === this.#membership?.peerId) {
      this.#ended(this.#membership, data.reason);
    }
  }

  /** How rooms are called now: a call in one of them that is lost is to be found there. */
  roomsNamed(rooms: readonly Pick<RoomProfile, 'roomId' | 'name'>[]): void {
    const membership = this.#membership;
    const room = rooms.find(({ roomId }) => roomId === membership?.roomId);
    if (!membership || !room || roomKey(room.name) === roomKey(membership.wish.room)) return;
    membership.wish.room = room.name;
    this.#show();
  }

  /** One is called otherwise, in this call and when it is joined again. */
  renamed(name: string): void {
    for (const wish of [this.#wish, this.#membership?.wish]) if (wish) wish.name = name;
    this.#show();
  }

  snapshotTaken({ call }: AckData<'getSnapshot'>): void {
    const membership = this.#membership;
    if (!membership?.standing) return;
    if (call?.peerId !== membership.peerId) this.#lose('connectionLost');
    else membership.session.reconcile(call.producers, call.consumers);
  }

  /** Another password than the one with which a join is under way. */
  #corrects(wish: Wish, { password }: JoinOptions): boolean {
    const stands = this.#membership?.standing && this.#membership.wish === wish;
    return !stands && password !== undefined && password !== wish.password;
  }

  #supersede(): void {
    this.#wish?.done.reject(new ClientError('superseded', 'a newer wish took its place'));
    this.#wish = null;
  }

  #replaceWish(wish: Wish | null): Promise<void> {
    this.#supersede();
    this.#wish = wish;
    this.#failure = { status: 'idle' };
    this.#cancelRetry();
    this.#show();
    return this.#convergence.run();
  }

  async #step(): Promise<boolean> {
    if (!this.#online || this.#retryTimer !== undefined) return false;
    const wish = this.#wish;
    if (!wish) {
      if (!this.#stray) return false;
      await this.#leaveStray();
      return true;
    }
    if (this.#membership?.standing && this.#membership.wish === wish) {
      wish.done.resolve();
      return false;
    }
    try {
      const media = await this.#owner.prepareMedia(wish.room);
      if (this.#wish !== wish) return true;
      const { room, name, password } = wish;
      const view = { spatialLayer: media.spatialLayer, ...wish.view };
      const told = this.#participation(wish);
      const { rtpCapabilities } = media;
      const request = { room, name, password, view, rtpCapabilities, ...told };
      await this.#owner.signal.request('join', request, (ack) => {
        this.#enter(wish, media, ack, told);
      });
    } catch (error) {
      await this.#joinFailed(wish, toClientError(error, 'unsupported'));
    }
    return true;
  }

  /** A hand is raised in one room; it does not come along to another. */
  #participation(wish: Wish): PeerWish {
    const { deafened, handRaised } = this.#owner.participation();
    const moving = this.#membership !== null && this.#membership.wish !== wish;
    return { deafened, handRaised: handRaised && !moving };
  }

  /** In the turn in which the ack arrives: what follows on the wire is about this membership. */
  #enter(wish: Wish, media: MediaSetup, ack: AckData<'join'>, told: PeerWish): void {
    const former = this.#membership;
    // Until a session stands on it, it is a membership that nobody wants; the former one is over.
    this.#stray = true;
    if (this.#wish !== wish) {
      this.#lose('moved');
      return;
    }
    const { roomId, peerId } = ack;
    const session: MediaSession = media.createSession(ack, {
      mediaChanged: (state) => this.#mediaChanged(session, state),
      tracksChanged: (change) => this.#owner.tracksChanged(change),
      lost: () => {
        if (this.#membership?.session === session) this.#lose('mediaLost', 'later');
      },
      failed: (error) => this.#owner.emit('failed', { error }),
    });
    this.#stray = false;
    this.#membership = { wish, roomId, peerId, session, media: 'connected', standing: true };
    former?.session.close();
    if (former?.standing) {
      this.#owner.emit('left', { room: former.wish.room, reason: 'moved' });
    }
    this.#show();
    session.start();
    const how = wish.again ? 'again' : former ? 'moved' : 'new';
    this.#owner.entered({ session, how, roomId, told, password: wish.password });
    this.#owner.emit('joined', { room: wish.room, peerId });
    wish.done.resolve();
  }

  async #joinFailed(wish: Wish, error: ClientError): Promise<void> {
    if (error.code === 'timeout') this.#stray = true;
    // Offline: the next connection takes it up. Another wish: its own step does.
    if (error.code === 'serverUnreachable' || this.#wish !== wish) return;
    if (error.code === 'alreadyJoined') await this.#alreadyJoined(wish);
    else if (isSelfMending(error) && (wish.again || wish.attempts < FIRST_JOIN_ATTEMPTS)) {
      this.#retryLater(wish);
    } else this.#giveUp(wish, error);
  }

  /** The room is the one that one is in, spelt otherwise; or it was entered and nobody noticed. */
  async #alreadyJoined(wish: Wish): Promise<void> {
    const membership = this.#membership;
    if (membership?.standing && !this.#stray) {
      this.#wish = membership.wish;
      wish.done.resolve();
      this.#show();
      return;
    }
    await this.#leaveStray();
    if (this.#wish === wish) this.#retryLater(wish);
  }

  async #leaveStray(): Promise<void> {
    this.#stray = false;
    try {
      await this.#owner.signal.request('leave', {});
    } catch {
      // `notJoined` is what was wanted. Otherwise the connection ends, and with it the membership.
    }
    this.#lose('connectionLost');
  }

  /** The wish cannot be had. The call that there is, if there is one, goes on. */
  #giveUp(wish: Wish, error: ClientError): void {
    const { room, name, again } = wish;
    const membership = this.#membership;
    wish.done.reject(error);
    // Where nobody waited for the promise any more, an event says so.
    if (again) this.#owner.emit('failed', { error });
    if (membership && membership.wish !== wish) {
      this.#wish = membership.wish;
      if (this.#stray) this.#lose('connectionLost');
    } else {
      this.#wish = null;
      this.#membership = null;
      this.#failure = { status: 'failed', room, name, error };
      membership?.session.close();
    }
    this.#show();
  }

  /** The membership is over, and nobody asked for that: it is wished for again, if not left for another. */
  #lose(reason: LeaveReason, retry: 'now' | 'later' = 'now'): void {
    const membership = this.#membership;
    if (!membership?.standing) return;
    membership.standing = false;
    membership.wish.again = true;
    this.#owner.exited();
    this.#show();
    this.#owner.emit('left', { room: membership.wish.room, reason });
    if (retry === 'later' && this.#wish === membership.wish) this.#retryLater(membership.wish);
    void this.#convergence.run();
  }

  /** The server ended the membership: to be joined again, or for good. */
  #ended(membership: Membership, reason: EndReason): void {
    if (reason !== 'banned' && reason !== 'roomDeleted') {
      this.#lose(reason);
      return;
    }
    const { room, name } = membership.wish;
    const error = new ClientError(reason, `the server ended the call in ${room}`);
    if (this.#wish === membership.wish) {
      this.#wish = null;
      this.#failure = { status: 'failed', room, name, error };
    }
    this.#membership = null;
    this.#owner.exited();
    membership.session.close();
    if (!this.#wish) this.#owner.over();
    this.#show();
    this.#owner.emit('left', { room, reason });
    this.#owner.emit('failed', { error });
  }

  #retryLater(wish: Wish): void {
    this.#cancelRetry();
    this.#retryTimer = setTimeout(
      () => {
        this.#retryTimer = undefined;
        void this.#convergence.run();
      },
      backoffMs(wish.attempts++),
    );
  }

  #cancelRetry(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }

  async #openConsumer(consumer: ConsumerDocument, acknowledge: () => void): Promise<void> {
    const session = this.#membership?.session;
    if (!session) return;
    try {
      await session.openConsumer(consumer);
      acknowledge();
    } catch (error) {
      // Unacknowledged, so the server need not hurry. A session that is closed has nothing to say.
      if (this.#membership?.session === session) {
        this.#owner.emit('failed', { error: toClientError(error, 'unsupported') });
      }
    }
  }

  #mediaChanged(session: MediaSession, media: MediaState): void {
    const membership = this.#membership;
    if (membership?.session !== session) return;
    membership.media = media;
    if (media === 'connected') membership.wish.attempts = 0;
    this.#show();
  }

  #show(): void {
    this.#owner.changed(this.#state());
  }

  #state(): CallState {
    const [wish, membership] = [this.#wish, this.#membership];
    if (!wish) return this.#failure;
    if (!membership?.standing) {
      return { status: 'joining', room: wish.room, name: wish.name, again: wish.again };
    }
    const { roomId, peerId, media } = membership;
    const { room, name } = membership.wish;
    const movingTo = wish === membership.wish ? null : wish.room;
    return { status: 'joined', room, name, roomId, peerId, media, movingTo };
  }
}

function sameCall(wish: Wish, { room }: JoinOptions): boolean {
  return roomKey(wish.room) === roomKey(room);
}
