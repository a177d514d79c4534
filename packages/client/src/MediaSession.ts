import type { ConsumerDocument, OwnProducer, Source } from '@ottogi/protocol';
import type { RelayLane } from './data/RelayLane.ts';
import type { ClientError } from './errors.ts';
import type { Reading } from './readings.ts';
import type { Arrival } from './Receiving.ts';
import type { Tracks } from './reduce.ts';
import type { MediaState, TrackKey } from './state.ts';

/**
 * The media side of one membership in a call, whatever the topology. It borrows local tracks and
 * never stops one, so that two sessions may overlap while a call moves or comes back.
 */
export interface MediaSession {
  /** Under which the server knows it. */
  readonly mediaId: string;
  /** Whether consumers are opened on it: media comes over the server. */
  readonly takesConsumers: boolean;
  /** @throws ClientError */
  produce(source: Source, track: MediaStreamTrack, paused: boolean): Promise<void>;
  /** @throws ClientError */
  replaceTrack(source: Source, track: MediaStreamTrack): Promise<void>;
  /** @throws ClientError */
  setPaused(source: Source, paused: boolean): Promise<void>;
  /** Ends a publication; never rejects, for afterwards it is gone in any case. */
  closeProducer(source: Source): Promise<void>;
  /** Sends no more of an own video than this spatial layer; nothing for -1, everything for null. */
  limitLayers(producerId: string, wantedLayer: number | null): void;
  /** Resolves once media of it can be taken. Rejects if it cannot, for whatever reason. */
  openConsumer(consumer: ConsumerDocument): Promise<void>;
  closeConsumer(consumerId: string): void;
  /** How long what arrives of this publication is to wait before it is played; null for as the browser likes. */
  delay(key: TrackKey, bufferMs: number | null): void;
  /** Puts right what a lost notification left wrong, by what the server says there is. */
  reconcile(producers: readonly OwnProducer[], consumers: readonly ConsumerDocument[]): void;
  /** Something changed on the way to the server: looks for another one where nothing comes through. */
  checkPath(): void;
  /** What others publish may have changed. */
  update(): void;
  /** How much of a publication was decoded so far: frames, or samples of sound. */
  decoded(key: TrackKey): Promise<number>;
  /** The way for data over the server; null where there is none. */
  readonly relay: RelayLane | null;
  /** What has arrived, for whoever is to play it. */
  readonly tracks: Tracks;
  /** What arrives now, or is about to. */
  readonly arrivals: ReadonlyMap<TrackKey, Arrival>;
  /**
   * What the browser has counted so far.
   * @throws ClientError `superseded` once the session is closed
   */
  read(): Promise<Reading>;
  /** Begins to receive what the join brought. */
  start(): void;
  /** Idempotent. Ends the tracks that it receives. */
  close(): void;
}

/** What a session tells whoever made it; nothing after `close` but the end of its tracks. */
export interface MediaSessionOwner {
  mediaChanged(media: MediaState): void;
  tracksChanged(change: { started: Tracks; ended: Tracks }): void;
  /** Its way for data is open now, or did not open. */
  relayChanged(): void;
  /** Data came over the server. */
  dataReceived(frame: ArrayBuffer): void;
  /** It will carry nothing any more: another one is to take its place. */
  lost(error: ClientError): void;
  /** Something of it failed, and the rest goes on. */
  failed(error: ClientError): void;
}
