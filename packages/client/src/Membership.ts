import type {
  AckData,
  ConsumerDocument,
  MediaDocument,
  Notification,
  NotificationData,
  RtpCapabilities,
} from '@ottogi/protocol';
import { DataExchange, type DataExchangeOwner } from './data/DataExchange.ts';
import type { RelayLane } from './data/RelayLane.ts';
import { toClientError } from './errors.ts';
import type { JoinWish } from './JoinWish.ts';
import type { Links, LinksOwner } from './links/Links.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import type { MediaState } from './state.ts';
import { Succession, type SuccessionOwner } from './Succession.ts';

type CallSnapshot = NonNullable<AckData<'getSnapshot'>['call']>;

/** What media needs to know before it can ask for a call, and how it starts once there is one. */
export interface MediaSetup {
  rtpCapabilities: RtpCapabilities;
  /** In which layer cameras begin where the join names none; null for the best. */
  spatialLayer: number | null;
  /** Whether what this side shows is encrypted from end to end. */
  encrypted: boolean;
  createLinks(owner: Pick<LinksOwner, 'changed' | 'received'>): Links;
  createSession(
    media: MediaDocument,
    place: { peerId: string; links: Links },
    owner: MediaSessionOwner,
  ): MediaSession;
}

export interface MembershipOwner
  extends
    Pick<MediaSessionOwner, 'tracksChanged' | 'failed'>,
    Pick<SuccessionOwner, 'isSent' | 'crossed'> {
  readonly data: Pick<DataExchangeOwner, 'received' | 'roomMade'> & {
    others(roomId: string, peerId: string): string[];
  };
  mediaChanged(): void;
  /** Other media is to be asked for. */
  mediaWanted(): void;
  /** What it had before a change that came to nothing is its media again. */
  movedBack(): void;
}

/** What became of a wish: a peer in a room, and the media session on it. */
export class Membership {
  readonly wish: JoinWish;
  readonly roomId: string;
  readonly peerId: string;
  readonly data: DataExchange;
  readonly #owner: MembershipOwner;
  readonly #links: Links;
  readonly #sessions: Succession;
  #resumeToken: string;
  #linked = true;
  #media: MediaState = 'connected';
  #mediaLost = false;
  /** The call changes its topology, and there is no media of the new one yet. */
  #moving = false;
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
    this.data = this.#createData();
    this.#links = media.createLinks({
      changed: () => this.update(),
      received: (peerId, frame) => this.data.receive(peerId, frame),
    });
    this.#links.take(ack.media.links, ack.media.iceServers);
    this.#sessions = new Succession(this.#createSession(ack.media, media), {
      isSent: (key) => owner.isSent(key),
      crossed: (mediaId, shows) => owner.crossed(mediaId, shows),
      tracksChanged: (change) => owner.tracksChanged(change),
      left: () => this.#leaveLinks(),
    });
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

  /** Whether its media goes over links alone, and nothing of it to the server. */
  get isDirect(): boolean {
    return this.#sessions.all.every(({ takesConsumers }) => !takesConsumers);
  }

  get media(): MediaState {
    const media = this.#mediaLost ? 'connecting' : this.#media;
    return this.#blocked && media === 'connecting' ? 'blocked' : media;
  }

  get mediaLost(): boolean {
    return this.#mediaLost;
  }

  /** Whether other media is to be asked for. */
  get mediaWanted(): boolean {
    return this.#mediaLost || this.#moving;
  }

  notified(notification: Notification, acknowledge: () => void): void {
    const { name, data } = notification;
    const sessions = this.#sessions.all;
    if (name === 'consumerOpened') void this.#openConsumer(data.consumer, acknowledge);
    if (name === 'consumerClosed') for (const each of sessions) each.closeConsumer(data.consumerId);
    if (name === 'layersWanted') {
      for (const each of sessions) each.limitLayers(data.producerId, data.wantedLayer);
    }
    if (name === 'dataConsumerOpened') void this.#openRelay(data, acknowledge);
    if (name === 'peerLeft') this.data.left(data.peerId);
    if (name === 'mediaLost' && data.peerId === this.peerId) this.#lostMedia(this.session);
    if (name === 'topologyChanging' && data.peerId === this.peerId) this.#move();
    if (name === 'mediaSettled' && data.peerId === this.peerId) this.#settle(data.mediaId);
    this.#links.notified(notification);
  }

  /** Where things stand, after notifications were missed. */
  reconcile({ producers, consumers, links }: CallSnapshot): void {
    this.#links.take(links);
    this.session.reconcile(producers, consumers);
  }

  /** What others publish, or how the links are doing, may have changed. */
  update(): void {
    for (const session of this.#sessions?.all ?? []) session.update();
    this.data.update();
  }

  /** The connection is gone. Media may flow on. */
  unlink(): void {
    this.#linked = false;
  }

  /** The server knows it again: on the media that it has here, or on other. */
  relink(ack: AckData<'join'>, media: MediaSetup): void {
    this.#linked = true;
    this.#resumeToken = ack.resumeToken;
    this.#links.take(ack.media.links, ack.media.iceServers);
    if (this.session.mediaId !== ack.media.mediaId) this.renewMedia(ack.media, media);
    else if (!this.#mediaLost) this.session.reconcile(ack.producers, consumersOf(ack.media));
    this.session.checkPath();
  }

  /** Throws what `createSession` throws. */
  renewMedia(document: MediaDocument, media: MediaSetup): void {
    this.#links.take(document.links, document.iceServers);
    const next = this.#createSession(document, media);
    if (this.#moving && !this.#mediaLost) this.#sessions.cross(next);
    else this.#sessions.follow(next);
    this.#mediaLost = false;
    this.#moving = false;
    this.session.start();
    this.data.update();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.data.close();
    this.#sessions.close();
    this.#links.close();
  }

  #createSession(document: MediaDocument, media: MediaSetup): MediaSession {
    const place = { peerId: this.peerId, links: this.#links };
    const session: MediaSession = media.createSession(document, place, {
      mediaChanged: (state) => {
        if (session !== this.session) return;
        this.#media = state;
        if (state !== 'connecting') this.#blocked = state === 'blocked';
        this.#owner.mediaChanged();
      },
      tracksChanged: (change) => this.#sessions.tracksChanged(session, change),
      relayChanged: () => this.data.update(),
      dataReceived: (frame) => this.data.receive(null, frame),
      lost: () => this.#lostMedia(session),
      failed: (error) => {
        if (session === this.session) this.#owner.failed(error);
      },
    });
    return session;
  }

  #createData(): DataExchange {
    return new DataExchange(this.peerId, {
      others: () => this.#owner.data.others(this.roomId, this.peerId),
      direct: (peerId) => this.#links.dataTo(peerId),
      relay: () => this.#relay,
      received: (peerId, message) => this.#owner.data.received(peerId, message),
      roomMade: () => this.#owner.data.roomMade(),
    });
  }

  get #relay(): RelayLane | null {
    return this.#sessions?.all.find(({ relay }) => relay)?.relay ?? null;
  }

  async #openRelay(
    opened: NotificationData<'dataConsumerOpened'>,
    acknowledge: () => void,
  ): Promise<void> {
    const relay = this.#relay;
    if (!relay) return;
    try {
      await relay.openConsumer(opened);
      acknowledge();
    } catch {
      // The server asks again with the next that comes.
    }
  }

  #lostMedia(session: MediaSession): void {
    if (session !== this.session || this.#mediaLost) return;
    this.#mediaLost = true;
    this.#owner.mediaWanted();
  }

  #move(): void {
    this.#moving = true;
    this.#owner.mediaWanted();
  }

  #settle(mediaId: string): void {
    this.#moving = false;
    const settled = this.#sessions.settle(mediaId);
    this.data.update();
    if (settled === 'back') {
      this.#leaveLinks();
      this.#owner.movedBack();
    }
    // The server holds something that this side never heard of.
    if (settled === null) this.#lostMedia(this.session);
  }

  /** Nothing is left of a former session: its media is not to go over the links beside that of now. */
  #leaveLinks(): void {
    if (this.session.takesConsumers) this.#links.sendNothing();
    this.#links.closeUnknown();
  }

  async #openConsumer(consumer: ConsumerDocument, acknowledge: () => void): Promise<void> {
    const session = this.#sessions.all.find(({ takesConsumers }) => takesConsumers);
    if (!session) return;
    try {
      await session.openConsumer(consumer);
      acknowledge();
    } catch (error) {
      // Unacknowledged, so the server need not hurry. A session that is over has nothing to say.
      const over = this.#closed || this.#mediaLost || !this.#sessions.all.includes(session);
      if (!over) this.#owner.failed(toClientError(error, 'unsupported'));
    }
  }
}

function consumersOf(media: MediaDocument): ConsumerDocument[] {
  return media.by === 'router' ? media.consumers : [];
}
