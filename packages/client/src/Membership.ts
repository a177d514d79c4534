import type { AckData, ConsumerDocument, Notification, RtpCapabilities } from '@ottogi/protocol';
import { toClientError } from './errors.ts';
import type { JoinWish } from './JoinWish.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import type { MediaState } from './state.ts';

/** What media needs to know before it can ask for a call, and how it starts once there is one. */
export interface MediaSetup {
  rtpCapabilities: RtpCapabilities;
  /** In which layer cameras begin where the join names none; null for the best. */
  spatialLayer: number | null;
  createSession(ack: AckData<'join'>, owner: MediaSessionOwner): MediaSession;
}

export interface MembershipOwner extends Pick<MediaSessionOwner, 'tracksChanged' | 'failed'> {
  mediaChanged(): void;
  /** Its media broke, of which the server knows nothing. */
  lost(): void;
}

/** What became of a wish: a peer in a room, and the media session on it. */
export class Membership {
  readonly wish: JoinWish;
  readonly roomId: string;
  readonly peerId: string;
  readonly session: MediaSession;
  /** False once it is over; its last pictures stay until another one stands. */
  standing = true;
  readonly #owner: MembershipOwner;
  #media: MediaState = 'connected';
  #closed = false;

  /** Throws what `createSession` throws. */
  constructor(wish: JoinWish, ack: AckData<'join'>, media: MediaSetup, owner: MembershipOwner) {
    this.wish = wish;
    this.roomId = ack.roomId;
    this.peerId = ack.peerId;
    this.#owner = owner;
    this.session = media.createSession(ack, {
      mediaChanged: (state) => {
        this.#media = state;
        owner.mediaChanged();
      },
      tracksChanged: (change) => owner.tracksChanged(change),
      lost: () => owner.lost(),
      failed: (error) => owner.failed(error),
    });
  }

  get media(): MediaState {
    return this.#media;
  }

  notified({ name, data }: Notification, acknowledge: () => void): void {
    if (name === 'consumerOpened') void this.#openConsumer(data.consumer, acknowledge);
    if (name === 'consumerClosed') this.session.closeConsumer(data.consumerId);
    if (name === 'layersWanted') this.session.limitLayers(data.producerId, data.wantedLayer);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.session.close();
  }

  async #openConsumer(consumer: ConsumerDocument, acknowledge: () => void): Promise<void> {
    try {
      await this.session.openConsumer(consumer);
      acknowledge();
    } catch (error) {
      // Unacknowledged, so the server need not hurry. A session that is closed has nothing to say.
      if (!this.#closed) this.#owner.failed(toClientError(error, 'unsupported'));
    }
  }
}
