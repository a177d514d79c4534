import type { AckData, ConsumerDocument, Notification, RtpCapabilities } from '@ottogi/protocol';
import { toClientError } from './errors.ts';
import type { JoinWish } from './JoinWish.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import type { MediaState } from './state.ts';
import { Succession } from './Succession.ts';

/** What media needs to know before it can ask for a call, and how it starts once there is one. */
export interface MediaSetup {
  rtpCapabilities: RtpCapabilities;
  /** In which layer cameras begin where the join names none; null for the best. */
  spatialLayer: number | null;
  createSession(ack: AckData<'renewMedia'>, owner: MediaSessionOwner): MediaSession;
}

export interface MembershipOwner extends Pick<MediaSessionOwner, 'tracksChanged' | 'failed'> {
  mediaChanged(): void;
  /** Its media carries nothing any more, and is to be renewed. */
  mediaLost(): void;
}

/** What became of a wish: a peer in a room, and the media session on it. */
export class Membership {
  readonly wish: JoinWish;
  readonly roomId: string;
  readonly peerId: string;
  readonly #owner: MembershipOwner;
  readonly #sessions: Succession;
  #resumeToken: string;
  #linked = true;
  #media: MediaState = 'connected';
  #mediaLost = false;
  /** Something is in the way until media gets through, however often it is tried anew. */
  #blocked = false;
  #closed = false;

  /** Throws what `createSession` throws. */
  constructor(wish: JoinWish, ack: AckData<'join'>, media: MediaSetup, owner: MembershipOwner) {
    this.wish = wish;
    this.roomId = ack.roomId;
    this.peerId = ack.peerId;
    this.#resumeToken = ack.resumeToken;
    this.#owner = owner;
    this.#sessions = new Succession(this.#createSession(ack, media));
  }

  /** Whether the server knows the connection of now as this peer. */
  get linked(): boolean {
    return this.#linked;
  }

  get resumeToken(): string {
    return this.#resumeToken;
  }

  get session(): MediaSession {
    return this.#sessions.current;
  }

  get media(): MediaState {
    const media = this.#mediaLost ? 'connecting' : this.#media;
    return this.#blocked && media === 'connecting' ? 'blocked' : media;
  }

  get mediaLost(): boolean {
    return this.#mediaLost;
  }

  notified({ name, data }: Notification, acknowledge: () => void): void {
    if (name === 'consumerOpened') void this.#openConsumer(data.consumer, acknowledge);
    if (name === 'consumerClosed') this.session.closeConsumer(data.consumerId);
    if (name === 'layersWanted') this.session.limitLayers(data.producerId, data.wantedLayer);
    if (name === 'mediaLost' && data.peerId === this.peerId) this.#lostMedia(this.session);
  }

  /** The connection is gone. Media may flow on. */
  unlink(): void {
    this.#linked = false;
  }

  /** The server knows it again: on the media that it has here, or on other. */
  relink(ack: AckData<'join'>, media: MediaSetup): void {
    this.#linked = true;
    this.#resumeToken = ack.resumeToken;
    if (!this.session.isOn(ack)) this.renewMedia(ack, media);
    else if (!this.#mediaLost) this.session.reconcile(ack.producers, ack.consumers);
    this.session.checkPath();
  }

  /** Throws what `createSession` throws. */
  renewMedia(ack: AckData<'renewMedia'>, media: MediaSetup): void {
    this.#sessions.follow(this.#createSession(ack, media));
    this.#mediaLost = false;
    this.session.start();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#sessions.close();
  }

  #createSession(ack: AckData<'renewMedia'>, media: MediaSetup): MediaSession {
    const session: MediaSession = media.createSession(ack, {
      mediaChanged: (state) => {
        if (session !== this.session) return;
        this.#media = state;
        if (state !== 'connecting') this.#blocked = state === 'blocked';
        this.#owner.mediaChanged();
      },
      tracksChanged: (change) => {
        this.#owner.tracksChanged(change);
        if (session === this.session) this.#sessions.arrived(change.started);
      },
      lost: () => this.#lostMedia(session),
      failed: (error) => {
        if (session === this.session) this.#owner.failed(error);
      },
    });
    return session;
  }

  #lostMedia(session: MediaSession): void {
    if (session !== this.session || this.#mediaLost) return;
    this.#mediaLost = true;
    this.#owner.mediaLost();
  }

  async #openConsumer(consumer: ConsumerDocument, acknowledge: () => void): Promise<void> {
    const { session } = this;
    try {
      await session.openConsumer(consumer);
      acknowledge();
    } catch (error) {
      // Unacknowledged, so the server need not hurry. A session that is over has nothing to say.
      const over = this.#closed || this.#mediaLost || session !== this.session;
      if (!over) this.#owner.failed(toClientError(error, 'unsupported'));
    }
  }
}
