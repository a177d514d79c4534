import type { DirectMedia, NotificationData, OwnProducer, Source } from '@ottogi/protocol';
import { directHeights } from './encodings.ts';
import { ClientError } from './errors.ts';
import { explained } from './explained.ts';
import type { Links } from './links/Links.ts';
import { Loudness } from './Loudness.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import { mergeReadings } from './mergeReadings.ts';
import { decodedBy, readReports, type Reading } from './readings.ts';
import type { Arrival } from './Receiving.ts';
import type { Tracks } from './reduce.ts';
import type { Requests } from './Signal.ts';
import { keyParts, trackKey, type MediaState, type TrackKey } from './state.ts';

/** Longer than ICE needs with a TURN server. */
const BLOCKED_AFTER_MS = 12_000;

const NONE = new Map<TrackKey, MediaStreamTrack>();

/** What it asks, besides what every session tells, whoever made it. */
export interface MeshSessionOwner extends MediaSessionOwner {
  /** Whether somebody else says that they publish this, and it is wanted: nothing else is taken. */
  isPublished(key: TrackKey): boolean;
  /** Whether they say that it is muted, or somebody muted it, and nothing of it is to be played. */
  isPaused(key: TrackKey): boolean;
  heard(levels: NotificationData<'audioLevels'>['levels']): void;
}

interface Sent {
  producerId: string;
  track: MediaStreamTrack;
}

/** Media over links, from each peer to each of the others (topology `mesh`). */
export class MeshSession implements MediaSession {
  readonly takesConsumers = false;
  readonly relay = null;
  readonly mediaId: string;
  readonly #peerId: string;
  readonly #links: Links;
  readonly #signal: Requests;
  readonly #owner: MeshSessionOwner;
  readonly #loudness: Loudness;
  readonly #sent = new Map<Source, Sent>();
  readonly #taken = new Map<TrackKey, MediaStreamTrack>();
  #media: MediaState = 'connecting';
  #blockedTimer: ReturnType<typeof setTimeout> | undefined;
  #speaking = false;
  #closed = false;

  constructor(
    peerId: string,
    { mediaId }: DirectMedia,
    links: Links,
    signal: Requests,
    owner: MeshSessionOwner,
  ) {
    this.mediaId = mediaId;
    this.#peerId = peerId;
    this.#links = links;
    this.#signal = signal;
    this.#owner = owner;
    this.#loudness = new Loudness({
      measure: () => this.#measure(),
      heard: (levels) => this.#heard(levels),
    });
  }

  start(): void {
    this.#blockedTimer = setTimeout(() => this.#block(), BLOCKED_AFTER_MS);
    this.update();
  }

  async produce(source: Source, track: MediaStreamTrack, paused: boolean): Promise<void> {
    const { mediaId } = this;
    const layerHeights = directHeights(source, track);
    const { producerId } = await this.#explained(
      this.#signal.request('produce', { mediaId, source, paused, layerHeights }),
    );
    this.#sent.set(source, { producerId, track });
    this.#links.send(source, paused ? null : track);
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    const sent = this.#sent.get(source);
    if (!sent) return;
    if (this.#links.sends(source)) this.#links.send(source, track);
    sent.track = track;
  }

  /** A paused one sends nothing at all. */
  async setPaused(source: Source, paused: boolean): Promise<void> {
    const sent = this.#sent.get(source);
    if (!sent) return;
    this.#links.send(source, paused ? null : sent.track);
    const { producerId } = sent;
    await this.#explained(
      this.#signal.request(paused ? 'pauseProducer' : 'resumeProducer', { producerId }),
    );
  }

  async closeProducer(source: Source): Promise<void> {
    const sent = this.#sent.get(source);
    if (!sent) return;
    this.#sent.delete(source);
    this.#links.send(source, null);
    try {
      const { producerId } = sent;
      await this.#explained(this.#signal.request('closeProducer', { producerId }));
    } catch {
      // Gone already is what was wanted; a server that is silent loses the session.
    }
  }

  /** There is one layer, and it goes to each of the others. */
  limitLayers(): void {}

  /** Nothing comes over the server. */
  async openConsumer(): Promise<void> {}

  closeConsumer(): void {}

  delay(key: TrackKey, bufferMs: number | null): void {
    const receiver = this.#receiver(key);
    if (receiver) receiver.jitterBufferTarget = bufferMs;
  }

  reconcile(producers: readonly OwnProducer[]): void {
    const known = new Set(producers.map(({ producerId }) => producerId));
    if ([...this.#sent.values()].some(({ producerId }) => !known.has(producerId))) {
      this.#lost(new ClientError('notFound', 'the server lost a producer'));
    }
  }

  checkPath(): void {
    this.#links.checkPath();
  }

  get tracks(): Tracks {
    return this.#taken;
  }

  get arrivals(): ReadonlyMap<TrackKey, Arrival> {
    return new Map(
      this.#links.list().flatMap(({ linkId, peerId, receivers }) =>
        receivers
          .map(({ source }) => ({ key: trackKey(peerId, source), source }))
          .filter(({ key }) => this.#taken.has(key))
          // Named like a consumer, for what is asked of it by that name: nothing, so far.
          .map(
            ({ key, source }) => [key, { consumerId: `${linkId}-${source}`, open: true }] as const,
          ),
      ),
    );
  }

  async decoded(key: TrackKey): Promise<number> {
    const receiver = this.#receiver(key);
    return receiver ? decodedBy(receiver) : 0;
  }

  async read(): Promise<Reading> {
    const readings = this.#links.list().map(async (link) => {
      const { sources, peerId } = link;
      const report = await link.stats();
      const keys = new Map(
        [...sources].map(([mid, source]) => [mid, trackKey(peerId, source)] as const),
      );
      return readReports({ sent: report, received: report, sources, keys });
    });
    return mergeReadings(await this.#explained(Promise.all(readings)));
  }

  /** What others publish, or how the links are doing, may have changed. */
  update(): void {
    if (this.#closed) return;
    const started = new Map<TrackKey, MediaStreamTrack>();
    const ended = new Map<TrackKey, MediaStreamTrack>();
    const there = this.#receivable();
    for (const [key, track] of this.#taken) if (there.get(key) !== track) ended.set(key, track);
    for (const [key, track] of there) if (this.#taken.get(key) !== track) started.set(key, track);
    for (const key of ended.keys()) this.#taken.delete(key);
    for (const [key, track] of started) this.#taken.set(key, track);
    // Who is muted by somebody else, and sends all the same, is not heard.
    for (const [key, track] of this.#taken) track.enabled = !this.#owner.isPaused(key);
    if (started.size > 0 || ended.size > 0) this.#owner.tracksChanged({ started, ended });
    this.#tellMedia();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#blockedTimer);
    this.#loudness.close();
    const ended = new Map(this.#taken);
    this.#taken.clear();
    if (ended.size > 0) this.#owner.tracksChanged({ started: NONE, ended });
  }

  /** Tracks of what others say that they publish, where there is a way for them. */
  #receivable(): Map<TrackKey, MediaStreamTrack> {
    return new Map(
      this.#links
        .list()
        .flatMap(({ peerId, receivers }) =>
          receivers
            .map(({ source, receiver }) => [trackKey(peerId, source), receiver.track] as const)
            .filter(([key]) => this.#owner.isPublished(key)),
        ),
    );
  }

  #receiver(key: TrackKey): RTCRtpReceiver | null {
    const { peerId, source } = keyParts(key);
    const link = this.#links.list().find((each) => each.peerId === peerId);
    return link?.receivers.find((each) => each.source === source)?.receiver ?? null;
  }

  #tellMedia(): void {
    const connected = this.#links.list().every(({ status }) => status === 'connected');
    if (connected) clearTimeout(this.#blockedTimer);
    const next = connected ? 'connected' : this.#media === 'blocked' ? 'blocked' : 'connecting';
    if (next === this.#media) return;
    this.#media = next;
    this.#owner.mediaChanged(next);
  }

  #block(): void {
    if (this.#media !== 'connecting') return;
    this.#media = 'blocked';
    this.#owner.mediaChanged('blocked');
  }

  async #measure(): Promise<ReadonlyMap<string, number>> {
    const levels = new Map<string, number>();
    for (const { peerId, receivers } of this.#links.list()) {
      if (!this.#owner.isPublished(trackKey(peerId, 'microphone'))) continue;
      const microphone = receivers.find(({ source }) => source === 'microphone');
      const [latest] = microphone?.receiver.getSynchronizationSources() ?? [];
      if (latest?.audioLevel !== undefined) levels.set(peerId, latest.audioLevel);
    }
    const own = await this.#links.ownLevel();
    if (own !== null) levels.set(this.#peerId, own);
    return levels;
  }

  #heard(levels: NotificationData<'audioLevels'>['levels']): void {
    this.#owner.heard(levels);
    const speaking = levels.some(({ peerId }) => peerId === this.#peerId);
    if (speaking === this.#speaking) return;
    this.#speaking = speaking;
    // For lists of rooms; nobody misses one that is lost.
    this.#signal.request('reportSpeaking', { speaking }).catch(() => {});
  }

  #explained<T>(attempt: Promise<T>): Promise<T> {
    return explained(attempt, {
      isClosed: () => this.#closed,
      lost: (error) => this.#lost(error),
    });
  }

  #lost(error: ClientError): void {
    if (!this.#closed) this.#owner.lost(error);
  }
}
