import type { AckData, Notification, NotificationData, RoomProfile } from '@ottogi/protocol';
import type { CallOwner, Entered } from './CallOwner.ts';
import { callState } from './callState.ts';
import { Convergence } from './Convergence.ts';
import type { DataExchange } from './data/DataExchange.ts';
import { ClientError, isSelfMending, toClientError } from './errors.ts';
import type { LeaveReason } from './events.ts';
import { JoinWish, type JoinOptions } from './JoinWish.ts';
import { Knock, type KnockAnswer } from './Knock.ts';
import { Membership, type MediaSetup } from './Membership.ts';
import type { PeerWish } from './Participation.ts';
import { Retry } from './Retry.ts';
import type { CallState } from './state.ts';
import { Stray } from './Stray.ts';

type EndReason = NotificationData<'callClosed'>['reason'];

/** How often a first join is tried while the server is short of something. A lost call: for ever. */
const FIRST_JOIN_ATTEMPTS = 5;

/** Who clicked and waits for longer wants to know why, and for how long. */
const LONGEST_SILENT_WAIT_MS = 5_000;

/**
 * The one place that owns the life of the call, and its recovery. There is a wish, a room to be in
 * or none, and a membership; every step brings the second nearer to the first, one request at a
 * time. A newer wish takes the place of an older one. A membership outlives its connection and its
 * media: it is taken up again by its token, on the same media, or on new.
 */
export class Call {
  readonly #owner: CallOwner;
  readonly #convergence = new Convergence(() => this.#step());
  readonly #retry = new Retry(() => void this.#convergence.run());
  readonly #knock = new Knock();
  readonly #stray: Stray;
  #wish: JoinWish | null = null;
  #membership: Membership | null = null;
  /** A call stood, and its owner has not heard that it is over. */
  #stood = false;
  #failure: CallState = { status: 'idle' };
  #online = false;

  constructor(owner: CallOwner) {
    this.#owner = owner;
    this.#stray = new Stray(owner.signal);
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
    // Whoever leaves knows.
    this.#stood = false;
    if (membership) {
      this.#stray.note(membership.resumeToken);
      this.#exit(membership);
    }
    const left = this.#replaceWish(null);
    if (membership) this.#owner.emit('left', { room: membership.wish.room, reason: 'asked' });
    return left;
  }

  /** Requests can be made from now on. */
  connected(): void {
    this.#online = true;
    this.#retry.cancel();
    void this.#convergence.run();
  }

  /** The session is gone. The membership waits to be taken up by the next one. */
  disconnected(): void {
    if (!this.#online) return;
    this.#online = false;
    this.#retry.cancel();
    this.#stray.disconnected();
    this.#knock.end();
    this.#unlink();
    this.#show();
  }

  /** There will be no connection, so what waits for one waits in vain. */
  refused(error: ClientError): void {
    this.disconnected();
    // The wish for another room first, then the call that there was.
    while (this.#wish) this.#giveUp(this.#wish, error);
  }

  notified(notification: Notification, acknowledge: () => void): void {
    const { name, data } = notification;
    if (name === 'admitted') this.#answered(name);
    if (name === 'knockEnded') this.#answered(data.reason);
    const membership = this.#membership;
    if (!membership) return;
    membership.notified(notification, acknowledge);
    if (name === 'callClosed' && data.peerId === membership.peerId) {
      this.#ended(membership, data.reason);
    }
  }

  /** What others publish may have changed. */
  update(): void {
    this.#membership?.update();
  }

  /** Of the call that stands; null where there is none. */
  get data(): DataExchange | null {
    return this.#membership?.data ?? null;
  }

  /** Whether there is one, and nothing of its media goes to the server. */
  get isDirect(): boolean {
    return this.#membership?.isDirect ?? false;
  }

  /** The way that media takes may be another one now. */
  checkPath(): void {
    this.#membership?.session.checkPath();
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
    if (!membership?.linked) return;
    if (call?.peerId !== membership.peerId) this.#unlink();
    else if (!membership.mediaLost) membership.reconcile(call);
  }

  /** Another password than the one with which a join is under way. */
  #corrects(wish: JoinWish, { password }: JoinOptions): boolean {
    const stands = this.#membership?.linked && this.#membership.wish === wish;
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
    const knock = this.#knock.wish;
    if (this.#stray.noted) await this.#leaveStray();
    else if (membership && !membership.linked) await this.#join(membership.wish, membership);
    else if (knock && knock !== wish) await this.#stopWaiting();
    else if (wish && wish !== knock && wish !== membership?.wish) await this.#join(wish, null);
    else if (membership?.mediaWanted) await this.#renewMedia(membership);
    else {
      if (wish !== knock) wish?.resolve();
      return false;
    }
    return true;
  }

  /** @param former The membership that is to be taken up again, if it is about one. */
  async #join(wish: JoinWish, former: Membership | null): Promise<void> {
    const isWanted = () => (former ? this.#membership === former : this.#wish === wish);
    try {
      const media = await this.#owner.prepareMedia(wish);
      if (!isWanted()) return;
      const { room, name, password } = wish;
      const view = { spatialLayer: media.spatialLayer, ...wish.view };
      const told = this.#participation(wish);
      const { rtpCapabilities, encrypted } = media;
      const { resumeToken } = former ?? {};
      const { topologyRule } = wish;
      // What is not sealed on the way must not go out: links carry frames as they are.
      const can = { rtpCapabilities, encrypted, mesh: !encrypted };
      const request = { room, name, password, view, resumeToken, topologyRule, ...can, ...told };
      const received = (ack: AckData<'join'>) => {
        if (!isWanted()) this.#enteredInVain(ack, former);
        else if (former?.peerId === ack.peerId) this.#takeUp(former, ack, media, told);
        else this.#enter(wish, ack, media, told);
      };
      this.#knock.asked();
      await this.#owner.signal.request('join', request, received);
    } catch (thrown) {
      const error = toClientError(thrown, 'unsupported');
      // Of what timed out the server may have heard. To take up twice is to take up once.
      if (error.code === 'timeout' && !former) this.#stray.note(null);
      if (error.code === 'waitInLobby') this.#wait(wish, former);
      // Offline: the next connection takes it up. Another wish: its own step does.
      else if (error.code !== 'serverUnreachable' && isWanted()) {
        await this.#joinFailed(wish, former, error);
      }
    }
  }

  /** A hand is raised in one room; it does not come along to another. */
  #participation(wish: JoinWish): PeerWish {
    const { deafened, handRaised } = this.#owner.participation();
    const moving = this.#membership !== null && this.#membership.wish !== wish;
    return { deafened, handRaised: handRaised && !moving };
  }

  /** A room where nobody wants to be any more; a move has ended what there was before it. */
  #enteredInVain({ resumeToken }: AckData<'join'>, former: Membership | null): void {
    this.#stray.note(resumeToken);
    if (!former) this.#unlink();
  }

  /** In the turn in which the ack arrives: what follows on the wire is about this membership. */
  #enter(wish: JoinWish, ack: AckData<'join'>, media: MediaSetup, told: PeerWish): void {
    const former = this.#membership;
    // Until a session stands on it, it is a membership that nobody wants; the former one is over.
    this.#stray.note(ack.resumeToken);
    const membership: Membership = new Membership(wish, ack, media, {
      mediaChanged: () => this.#mediaChanged(membership),
      mediaWanted: () => this.#mediaWanted(membership),
      movedBack: () => this.#tellEntered(membership, 'again', null),
      crossed: (mediaId, shows) => this.#tellCrossed(membership, mediaId, shows),
      isSent: (key) => this.#owner.isSent(key),
      data: this.#owner.data,
      tracksChanged: (change) => this.#owner.tracksChanged(change),
      failed: (error) => this.#owner.emit('failed', { error }),
    });
    this.#stray.forget();
    this.#membership = membership;
    this.#stood = true;
    former?.close();
    const again = former?.wish === wish;
    if (former && !again) this.#owner.emit('left', { room: former.wish.room, reason: 'moved' });
    this.#show();
    membership.session.start();
    this.#tellEntered(membership, again ? 'again' : former ? 'moved' : 'new', told);
    if (!again) this.#owner.emit('joined', { room: wish.room, peerId: membership.peerId });
    wish.resolve();
  }

  #takeUp(membership: Membership, ack: AckData<'join'>, media: MediaSetup, told: PeerWish): void {
    membership.relink(ack, media);
    this.#show();
    this.#tellEntered(membership, 'again', told);
    membership.wish.resolve();
  }

  #tellEntered(membership: Membership, how: Entered['how'], told: Entered['told']): void {
    const { session, roomId } = membership;
    this.#owner.entered({ session, how, roomId, told, password: membership.wish.password });
  }

  async #renewMedia(membership: Membership): Promise<void> {
    try {
      const media = await this.#owner.prepareMedia(membership.wish);
      const received = (ack: AckData<'renewMedia'>) => {
        if (this.#membership !== membership || !membership.linked) return;
        membership.renewMedia(ack, media);
        this.#show();
        this.#tellEntered(membership, 'again', null);
      };
      await this.#owner.signal.request('renewMedia', {}, received);
    } catch (thrown) {
      const error = toClientError(thrown, 'unsupported');
      if (error.code === 'serverUnreachable' || this.#membership !== membership) return;
      // The server knows nothing of it any more, and its token says what it was.
      if (error.code === 'notJoined') this.#unlink();
      else this.#retry.later(error);
    }
  }

  async #joinFailed(wish: JoinWish, former: Membership | null, error: ClientError): Promise<void> {
    if (error.code === 'alreadyJoined') await this.#alreadyJoined(wish);
    else if (isSelfMending(error) && (former || this.#mendsSoon(error))) this.#retry.later(error);
    else this.#giveUp(wish, error);
  }

  /** Somebody else decides now; whoever wishes for something else meanwhile waits no more. */
  #wait(wish: JoinWish, former: Membership | null): void {
    const answer = this.#knock.begin(wish);
    this.#retry.reset();
    if (former && former === this.#membership) this.#drop(former);
    this.#show();
    if (answer) this.#answered(answer);
  }

  #answered(answer: KnockAnswer): void {
    const wish = this.#knock.answered(answer);
    // Another wish has taken its place, and its own step goes on.
    if (!wish || wish !== this.#wish) return;
    if (answer !== 'admitted') {
      this.#giveUp(wish, new ClientError(answer, `${wish.room} was not entered`));
      return;
    }
    this.#show();
    void this.#convergence.run();
  }

  /** It cannot be taken up any more, though one may come in once more. */
  #drop(membership: Membership): void {
    this.#exit(membership);
    this.#owner.emit('left', { room: membership.wish.room, reason: 'lost' });
  }

  /** There is none to publish in any more. */
  #exit(membership: Membership): void {
    this.#membership = null;
    this.#owner.exited();
    membership.close();
  }

  async #stopWaiting(): Promise<void> {
    this.#knock.end();
    try {
      await this.#owner.signal.request('stopWaiting', {});
    } catch {
      // Without a connection nobody waits.
    }
  }

  /** Whether somebody who looks at it had better wait than hear about it. */
  #mendsSoon({ retryAfterMs = 0 }: ClientError): boolean {
    return this.#retry.failures < FIRST_JOIN_ATTEMPTS && retryAfterMs <= LONGEST_SILENT_WAIT_MS;
  }

  /** The room is the one that one is in, spelt otherwise; or it was entered and nobody noticed. */
  async #alreadyJoined(wish: JoinWish): Promise<void> {
    const membership = this.#membership;
    if (membership?.linked && !this.#stray.noted) {
      this.#wish = membership.wish;
      wish.resolve();
      this.#show();
      return;
    }
    this.#stray.note(null);
    await this.#leaveStray();
    if (this.#wish === wish) this.#retry.later();
  }

  async #leaveStray(): Promise<void> {
    const left = await this.#stray.leave();
    if (left instanceof ClientError) this.#retry.later(left);
    // The session may have been in another room than one thinks, and is in none now.
    else if (left === 'own') this.#unlink();
  }

  /** The wish cannot be had. The call that there is, if there is one, goes on. */
  #giveUp(wish: JoinWish, error: ClientError): void {
    const membership = this.#membership;
    this.#retry.reset();
    if (membership && membership.wish !== wish) {
      wish.reject(error);
      this.#wish = membership.wish;
      this.#show();
      return;
    }
    if (membership) {
      this.#end(membership, error);
      return;
    }
    this.#fail(wish, error);
    this.#over();
    this.#show();
  }

  /** There was a call, and nothing is left of it but perhaps the devices. */
  #over(): void {
    if (!this.#stood) return;
    this.#stood = false;
    this.#owner.over();
  }

  #fail(wish: JoinWish, error: ClientError): void {
    const { room, name } = wish;
    wish.reject(error);
    this.#wish = null;
    this.#failure = { status: 'failed', room, name, error };
  }

  /** The server does not know the connection of now as this membership: it is to be taken up again. */
  #unlink(): void {
    const membership = this.#membership;
    if (!membership?.linked) return;
    membership.unlink();
    membership.wish.lose();
    this.#show();
    void this.#convergence.run();
  }

  /** The server ended the membership: for good, or because it closes, and will open again. */
  #ended(membership: Membership, reason: EndReason): void {
    if (reason === 'serverClosing') {
      this.#unlink();
      return;
    }
    const { room } = membership.wish;
    this.#end(membership, new ClientError(reason, `the server ended the call in ${room}`));
  }

  /** There is no way back into this membership. A wish for another room goes on. */
  #end(membership: Membership, error: ClientError): void {
    const { room } = membership.wish;
    if (this.#wish === membership.wish) this.#fail(membership.wish, error);
    this.#exit(membership);
    if (!this.#wish) this.#over();
    this.#show();
    this.#owner.emit('left', { room, reason: leaveReason(error) });
    // Where nobody waits for the promise any more, an event says so.
    this.#owner.emit('failed', { error });
    void this.#convergence.run();
  }

  #mediaChanged(membership: Membership): void {
    if (this.#membership !== membership) return;
    if (membership.linked && membership.media === 'connected') this.#retry.reset();
    this.#show();
  }

  #mediaWanted(membership: Membership): void {
    if (this.#membership !== membership) return;
    this.#show();
    void this.#convergence.run();
  }

  /** Unheard, the server waits no longer than for somebody who is silent. */
  #tellCrossed(membership: Membership, mediaId: string, shows: boolean): void {
    if (this.#membership !== membership) return;
    this.#owner.signal.request('settleMedia', { mediaId, shows }).catch(() => {});
  }

  #show(): void {
    this.#owner.changed(
      callState({
        wish: this.#wish,
        membership: this.#membership,
        knock: this.#knock.wish,
        failure: this.#failure,
      }),
    );
  }
}

function leaveReason({ code }: ClientError): LeaveReason {
  return code === 'removed' || code === 'banned' || code === 'roomDeleted' ? code : 'lost';
}
