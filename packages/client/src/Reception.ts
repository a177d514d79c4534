import { isMix, kindOf, roomKey, type Notification, type Publication } from '@ottogi/protocol';
import type { MediaSession } from './MediaSession.ts';
import { QualityWatch } from './QualityWatch.ts';
import type { Requests } from './Signal.ts';
import { findPeer, keyParts, ownRoom, trackKey, type RoomState, type TrackKey } from './state.ts';
import { Stats, type CallStats } from './Stats.ts';
import { VideoViews } from './VideoViews.ts';

export interface ReceptionOwner {
  readonly signal: Requests;
  state(): RoomState;
  /** Whether a page has said that it does not want this publication. */
  declines(key: TrackKey): boolean;
  /** Whether what this peer shows can be opened, where it is encrypted from end to end. */
  opens(peerId: string): boolean;
  qualityChanged(quality: RoomState['quality']): void;
  /** After each look at the quality of everything. */
  looked(quality: RoomState['quality']): void;
  /** The lines of the layers of the mix. */
  mixHeights(): readonly number[];
}

/** Up to as many cameras begin in their best layer; more of them small, and grow as they are shown. */
const FEW_CAMERAS = 4;

const NO_STATS: CallStats = { uplink: null, downlink: null, tracks: new Map(), local: new Map() };

/** What arrives in the call of now: what of it is seen, and how well it gets through. */
export class Reception {
  readonly views: VideoViews;
  readonly #owner: ReceptionOwner;
  readonly #quality: QualityWatch;
  #session: MediaSession | null = null;
  #stats = new Stats();
  /** What the views were last told of. */
  #seen: Pick<RoomState, 'rooms' | 'tracks' | 'downlink'> | null = null;

  constructor(owner: ReceptionOwner) {
    this.#owner = owner;
    this.views = new VideoViews({
      signal: owner.signal,
      videos: () => this.#videos(),
      rests: () => this.#tilesRest(),
    });
    this.#quality = new QualityWatch({
      media: () => {
        const { call } = owner.state();
        return call.status === 'joined' ? call.media : 'connecting';
      },
      publications: () =>
        new Map<TrackKey, { paused: boolean }>([...this.#publications(), ...this.#mixes()]),
      isHidden: (key) => this.views.isHidden(key),
      changed: (quality) => owner.qualityChanged(quality),
      looked: (quality) => owner.looked(quality),
    });
  }

  /** The media of now, or none. */
  attach(session: MediaSession | null): void {
    if (session === this.#session) return;
    this.#session = session;
    this.#stats = new Stats();
    this.views.attach(session);
    this.#quality.attach(session);
  }

  /**
   * The state changed; mostly in what is no concern of this.
   * @returns Whether it was what others publish.
   */
  update(): boolean {
    const { rooms, tracks, downlink } = this.#owner.state();
    const seen = this.#seen;
    const others = seen?.rooms !== rooms;
    if (!others && seen?.tracks === tracks && seen.downlink === downlink) return false;
    if (seen && seen.downlink.shown !== downlink.shown) this.views.otherStage();
    this.#seen = { rooms, tracks, downlink };
    this.views.update();
    return others;
  }

  /** Whether somebody else in the call says that they publish it, and it is not declined. */
  isPublished(key: TrackKey): boolean {
    return !this.#owner.declines(key) && this.#publications().has(key);
  }

  /** Whether the server sends this here now, so that it is heard or seen. */
  isSent(key: TrackKey): boolean {
    const { peerId, source } = keyParts(key);
    // It never ceases, but where it is hidden.
    if (isMix(source)) return !this.views.isHidden(key);
    const shown = findPeer(this.#owner.state(), peerId)?.publications;
    const publication = shown?.find((each) => each.source === source);
    const sent = publication !== undefined && !publication.paused && !this.views.isHidden(key);
    return sent && this.#owner.opens(peerId);
  }

  /** What others in the call publish, neither muted nor declined. */
  sentByOthers(): TrackKey[] {
    return [...this.#publications()]
      .filter(([key, { paused }]) => !paused && !this.#owner.declines(key))
      .map(([key]) => key);
  }

  isPaused(key: TrackKey): boolean {
    return this.#publications().get(key)?.paused ?? true;
  }

  notified({ name, data }: Notification): void {
    if (name === 'consumerScore') this.#quality.scored(data);
  }

  /** The layer in which the cameras of a room are to begin; null for their best. */
  firstLayer(room: string): number | null {
    const { rooms } = this.#owner.state();
    const peers = rooms.find(({ name }) => roomKey(name) === roomKey(room))?.peers ?? [];
    const cameras = peers.filter(({ publications }) =>
      publications.some(({ source }) => source === 'camera'),
    );
    return cameras.length > FEW_CAMERAS ? 0 : null;
  }

  /** @throws ClientError `superseded` by the end of the call */
  async stats(): Promise<CallStats> {
    const [session, stats] = [this.#session, this.#stats];
    if (!session) return NO_STATS;
    const reading = await session.read();
    const publications = this.#publications();
    return stats.look(reading, (key) =>
      isMix(keyParts(key).source)
        ? this.#owner.mixHeights()
        : (publications.get(key)?.layerHeights ?? []),
    );
  }

  /** What the others in the own call show. */
  #publications(): Map<TrackKey, Publication> {
    const state = this.#owner.state();
    const own = state.call.status === 'joined' ? state.call.peerId : null;
    const others = ownRoom(state)?.peers.filter(({ peerId }) => peerId !== own) ?? [];
    return new Map(
      others.flatMap(({ peerId, publications }) =>
        publications.map((publication) => [trackKey(peerId, publication.source), publication]),
      ),
    );
  }

  /** A way that is too weak for the pictures has no room for the mix beside them. */
  #tilesRest(): boolean {
    const { weak, wanted, mix, shown } = this.#owner.state().downlink;
    return weak && wanted === 'mix' && mix === 'ready' && shown === 'tiles';
  }

  /** What arrives of a mix, which is sent all the time. */
  #mixes(): Map<TrackKey, { paused: false }> {
    const keys = [...(this.#session?.arrivals.keys() ?? [])];
    return new Map(
      keys.filter((key) => isMix(keyParts(key).source)).map((key) => [key, { paused: false }]),
    );
  }

  /** Of the one kind that is shown: the other, which comes beside it, stays as it is until then. */
  #videos(): Map<TrackKey, readonly number[]> {
    const { shown, picture } = this.#owner.state().downlink;
    if (shown === 'mix') return new Map(picture ? [[picture, this.#owner.mixHeights()]] : []);
    const videos = [...this.#publications()].filter(
      ([key, { source }]) => kindOf(source) === 'video' && !this.#owner.declines(key),
    );
    return new Map(videos.map(([key, { layerHeights }]) => [key, layerHeights]));
  }
}
