import type { AckData, Notification, NotificationData, RoomProfile } from '@ottogi/protocol';
import { Convergence } from './Convergence.ts';
import { ClientError, isSelfMending, toClientError } from './errors.ts';
import type { ClientEvents, LeaveReason } from './events.ts';
import { JoinWish, type JoinOptions } from './JoinWish.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import { Membership, type MediaSetup } from './Membership.ts';
import type { PeerWish } from './Participation.ts';
import { Retry } from './Retry.ts';
import type { Requests } from './Signal.ts';
import type { CallState } from './state.ts';

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
  /** It stood, and is not joined again. */
  over(): void;
  emit<E extends 'joined' | 'left' | 'failed'>(event: E, data: ClientEvents[E]): void;
}

type EndReason = NotificationData<'callClosed'>['reason'];

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
  readonly #retry = new Retry(() => void this.#convergence.run());
  #wish: JoinWish | null = null;
  #membership: Membership | null = null;
  #failure: CallState = { status: 'idle' };
  #online = false;
  /** The server may hold a membership that is not `#membership`. */
  #stray = false;

  constructor(owner: CallOwner) {
    this.#owner = owner;
  }

  /** @throws ClientError */
  join(options: JoinOptions): Promise<void> {
    const [wish, current] = [this.#wish, this.#membership?.wish];
    if (wish?.isFor(options.room) && !this.#corrects(wish, options)) return wish.done;
    this.#supersede();
    // Back to the call that there still is, from a move that was under way: the old wish again.
    const back = current?.isFor(options.room) ? current : null;
    back?.renew(options.password);
    const next = back ?? new JoinWish(options);
    void this.#replaceWish(next);
    return next.done;
  }

  /** Takes effect at once; resolves when the server knows, or cannot be told. Never rejects. */
  leave(): Promise<void> {
    const membership = this.#membership;
    this.#membership = null;
    if (membership) {
      this.#stray ||= membership.standing;
      this.#owner.exited();
      membership.close();
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
    this.#retry.cancel();
    void this.#convergence.run();
  }

  /** The session is gone, and the membership with it. */
  disconnected(): void {
    if (!this.#online) return;
    this.#online = false;
    this.#stray = false;
    this.#retry.cancel();
    this.#lose('connectionLost');
  }

  /** There will be no connection, so what waits for one waits in vain. */
  refused(error: ClientError): void {
    this.disconnected();
    // The wish for another room first, then the call that there was.
    while (this.#wish) this.#giveUp(this.#wish, error);
  }

  notified(notification: Notification, acknowledge: () => void): void {
    const membership = this.#membership;
    if (!membership) return;
    const { name, data } = notification;
    membership.notified(notification, acknowledge);
    if (name === 'callClosed' && data.peerId === membership.peerId) {
      this.#ended(membership, data.reason);
    }
  }

  /** How rooms are called now: a call in one of them that is lost is to be found there. */
  roomsNamed(rooms: readonly Pick<RoomProfile, 'roomId' | 'name'>[]): void {
    const membership = this.#membership;
    const room = rooms.find(({ roomId }) => roomId === membership?.roomId);
    if (!membership || !room || membership.wish.isFor(room.name)) return;
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
  #corrects(wish: JoinWish, { password }: JoinOptions): boolean {
    const stands = this.#membership?.standing && this.#membership.wish === wish;
    return !stands && password !== undefined && password !== wish.password;
  }

  #supersede(): void {
    this.#wish?.reject(new ClientError('superseded', 'a newer wish took its place'));
    this.#wish = null;
  }

  #replaceWish(wish: JoinWish | null): Promise<void> {
    this.#supersede();
    this.#wish = wish;
    this.#failure = { status: 'idle' };
    this.#retry.reset();
    this.#show();
    return this.#convergence.run();
  }

  async #step(): Promise<boolean> {
    if (!this.#online || this.#retry.waiting) return false;
    const [wish, membership] = [this.#wish, this.#membership];
    if (membership?.standing && membership.wish === wish) {
      wish.resolve();
      return false;
    }
    if (this.#stray && !membership?.standing) await this.#leaveStray();
    else if (wish) await this.#join(wish);
    else return false;
    return true;
  }

  async #join(wish: JoinWish): Promise<void> {
    try {
      const media = await this.#owner.prepareMedia(wish.room);
      if (this.#wish !== wish) return;
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
  }

  /** A hand is raised in one room; it does not come along to another. */
  #participation(wish: JoinWish): PeerWish {
    const { deafened, handRaised } = this.#owner.participation();
    const moving = this.#membership !== null && this.#membership.wish !== wish;
    return { deafened, handRaised: handRaised && !moving };
  }

  /** In the turn in which the ack arrives: what follows on the wire is about this membership. */
  #enter(wish: JoinWish, media: MediaSetup, ack: AckData<'join'>, told: PeerWish): void {
    const former = this.#membership;
    // Until a session stands on it, it is a membership that nobody wants; the former one is over.
    this.#stray = true;
    if (this.#wish !== wish) {
      this.#lose('moved');
      return;
    }
    const membership: Membership = new Membership(wish, ack, media, {
      mediaChanged: () => this.#mediaChanged(membership),
      tracksChanged: (change) => this.#owner.tracksChanged(change),
      lost: () => this.#mediaLost(membership),
      failed: (error) => this.#owner.emit('failed', { error }),
    });
    this.#stray = false;
    this.#membership = membership;
    former?.close();
    if (former?.standing) {
      this.#owner.emit('left', { room: former.wish.room, reason: 'moved' });
    }
    this.#show();
    const { session, roomId, peerId } = membership;
    session.start();
    const how = wish.again ? 'again' : former ? 'moved' : 'new';
    this.#owner.entered({ session, how, roomId, told, password: wish.password });
    this.#owner.emit('joined', { room: wish.room, peerId });
    wish.resolve();
  }

  async #joinFailed(wish: JoinWish, error: ClientError): Promise<void> {
    if (error.code === 'timeout') this.#stray = true;
    // Offline: the next connection takes it up. Another wish: its own step does.
    if (error.code === 'serverUnreachable' || this.#wish !== wish) return;
    if (error.code === 'alreadyJoined') await this.#alreadyJoined(wish);
    else if (isSelfMending(error) && (wish.again || this.#retry.failures < FIRST_JOIN_ATTEMPTS)) {
      this.#retry.later();
    } else this.#giveUp(wish, error);
  }

  /** The room is the one that one is in, spelt otherwise; or it was entered and nobody noticed. */
  async #alreadyJoined(wish: JoinWish): Promise<void> {
    const membership = this.#membership;
    if (membership?.standing && !this.#stray) {
      this.#wish = membership.wish;
      wish.resolve();
      this.#show();
      return;
    }
    await this.#leaveStray();
    if (this.#wish === wish) this.#retry.later();
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
  #giveUp(wish: JoinWish, error: ClientError): void {
    const membership = this.#membership;
    this.#retry.reset();
    if (membership && membership.wish !== wish) {
      wish.reject(error);
      this.#wish = membership.wish;
      if (this.#stray) this.#lose('connectionLost');
      this.#show();
      return;
    }
    this.#membership = null;
    membership?.close();
    this.#fail(wish, error);
    if (wish.again) this.#owner.over();
    this.#show();
    // Where nobody waited for the promise any more, an event says so.
    if (wish.again) this.#owner.emit('failed', { error });
  }

  #fail(wish: JoinWish, error: ClientError): void {
    const { room, name } = wish;
    wish.reject(error);
    this.#wish = null;
    this.#failure = { status: 'failed', room, name, error };
  }

  /** The membership is over, and nobody asked for that: it is wished for again, if not left for another. */
  #lose(reason: LeaveReason, retry: 'now' | 'later' = 'now'): void {
    const membership = this.#membership;
    if (!membership?.standing) return;
    membership.standing = false;
    membership.wish.lose();
    this.#owner.exited();
    this.#show();
    this.#owner.emit('left', { room: membership.wish.room, reason });
    if (retry === 'later' && this.#wish === membership.wish) this.#retry.later();
    void this.#convergence.run();
  }

  /** The server ended the membership: to be joined again, or for good. */
  #ended(membership: Membership, reason: EndReason): void {
    if (reason !== 'banned' && reason !== 'roomDeleted') {
      this.#lose(reason);
      return;
    }
    const { room } = membership.wish;
    const error = new ClientError(reason, `the server ended the call in ${room}`);
    if (this.#wish === membership.wish) this.#fail(membership.wish, error);
    this.#membership = null;
    this.#owner.exited();
    membership.close();
    if (!this.#wish) this.#owner.over();
    this.#show();
    this.#owner.emit('left', { room, reason });
    this.#owner.emit('failed', { error });
  }

  #mediaChanged(membership: Membership): void {
    if (this.#membership !== membership) return;
    const here = membership.standing && membership.wish === this.#wish;
    if (here && membership.media === 'connected') this.#retry.reset();
    this.#show();
  }

  /** The server still holds it, and everybody sees a peer that nobody is. */
  #mediaLost(membership: Membership): void {
    if (this.#membership !== membership || !membership.standing) return;
    this.#stray = true;
    this.#lose('mediaLost', 'later');
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
