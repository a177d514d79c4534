/** The rule that decides which media links exist in a room, as rooms know it. */
import type { EventEmitter } from 'node:events';
import type {
  AnySource,
  DataStream,
  DirectMedia,
  DownlinkKind,
  DtlsParameters,
  IceParameters,
  Notification,
  OwnProducer,
  Publication,
  RequestData,
  RoutedMedia,
  RtpCapabilities,
  Source,
  View,
} from '@ottogi/protocol';
import type { PublicationTap } from './PublicationTap.ts';
import type { Subscriptions } from './Subscriptions.ts';

/** The two that there are of links: an `mcu` is an `sfu` in which everybody receives the mix. */
export type TopologyKind = 'mesh' | 'sfu';

/** What a topology needs to know of a peer. */
export interface TopologyPeer {
  readonly peerId: string;
  readonly rtpCapabilities: RtpCapabilities;
  readonly view: View;
  /** What it wants of the others; it outlives this topology. */
  readonly subscriptions: Subscriptions;
  /** What it is to receive, once there is a mix to be had. */
  readonly downlink: DownlinkKind;
  /** Whether it is on this machine, and nobody's: the mixer. */
  readonly hidden: boolean;
  /** Whether anything of others may be sent to it at all. */
  readonly mayReceive: boolean;
  /** Whether others may get anything from it but what it publishes. */
  readonly maySendData: boolean;
  /** States a fact to this peer alone. */
  notify(notification: Notification): void;
  /** States a fact and resolves when the peer has acknowledged it; rejects if it never does. */
  deliver(notification: Notification): Promise<void>;
}

export interface TopologyEvents {
  publicationChanged: [peerId: string, publication: Publication];
  publicationClosed: [peerId: string, source: Source];
  /** There is a producer, which could be recorded. */
  tapped: [tap: PublicationTap];
  levels: [levels: { peerId: string; level: number }[]];
  /** Who is heard now, where nobody knows how loud. */
  speakers: [peerIds: string[]];
  /** There is a mix to be had, whose picture has layers of so many lines; or, by null, none any more. */
  mixChanged: [layerHeights: readonly number[] | null];
  /** The media of this peer is gone with its worker, or never came about and is given up. */
  mediaLost: [peerId: string];
}

/** What is to be published. */
export type ProduceOptions = Omit<RequestData<'produce'>, 'mediaId'>;

/** What of the mix is to be published. */
export type ProduceMixOptions = Omit<RequestData<'produceMix'>, 'mediaId'>;

/** What an endpoint says of a client's media; STUN, TURN and links are the same for all kinds. */
export type MediaSetup =
  | Omit<RoutedMedia, 'iceServers' | 'links'>
  | Omit<DirectMedia, 'iceServers' | 'links'>;

/** One peer's media in a topology. Every id is looked up among this peer's own objects only. */
export interface Endpoint {
  readonly mediaId: string;
  readonly setup: MediaSetup;
  /** Whether this transport, producer or consumer is its own. */
  owns(id: string): boolean;
  /** Lets later publications come, once the peer knows its setup. */
  open(): void;
  connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void>;
  restartIce(transportId: string): Promise<IceParameters>;
  produce(options: ProduceOptions): Promise<string>;
  /** Of a sound for one listener it resolves once they receive it. */
  produceMix(options: ProduceMixOptions): Promise<string>;
  closeProducer(producerId: string): void;
  pauseProducer(producerId: string): Promise<void>;
  resumeProducer(producerId: string): Promise<void>;
  /** Mutes what there is of this source; if there is nothing, it does nothing. */
  pauseSource(source: Source): Promise<void>;
  /** To a peer of the same room. */
  subscribe(peerId: string, source: Source): void;
  unsubscribe(peerId: string, source: Source): void;
  /** Takes the one beside the other, as far as it is there. */
  takeDownlink(downlink: DownlinkKind): void;
  /** The one is seen and heard: ends the other. Nothing where it is not wanted any more, or not there. */
  settleDownlink(downlink: DownlinkKind): void;
  /** Passes over consumers that are closed. @throws RequestError `mediaUnavailable` */
  configureConsumers(consumers: RequestData<'configureConsumers'>['consumers']): Promise<void>;
  /** Opens a way for data to the server. */
  produceData(stream: DataStream): Promise<string>;
  /** Where the server cannot hear it. */
  setSpeaking(speaking: boolean): void;
  /** The own producers, and how much of each is watched. */
  ownProducers(): OwnProducer[];
  documents(): MediaDocuments;
  close(): void;
}

export interface Topology extends EventEmitter<TopologyEvents> {
  readonly kind: TopologyKind;
  /**
   * Makes room for a peer. Whoever closed the peer meanwhile closes what comes of it.
   * @throws RequestError `mediaRejected`, `mediaUnavailable`
   */
  attach(peer: TopologyPeer): Promise<Endpoint>;
  /** What connects the routers of a room that has several. */
  pipes(): PipeState[];
  close(): void;
}

/** The live objects of one endpoint, as `GET /api/state` shows them. */
export interface MediaDocuments {
  transports: TransportState[];
  producers: ProducerState[];
  consumers: ConsumerState[];
  dataProducers: DataProducerState[];
  dataConsumers: DataConsumerState[];
}

export interface TransportState {
  transportId: string;
  routerId: string;
  peerId: string;
  direction: 'send' | 'recv';
  iceState: string;
  dtlsState: string;
  /** Protocol and remote address in use, such as `udp 192.0.2.7:51234`; null before ICE is done. */
  tuple: string | null;
}

/** The one way between two routers of a room; what is consumed through it is in `consumers`. */
export interface PipeState {
  ends: { transportId: string; routerId: string }[];
  /** What somebody consumes on a router that is not the producer's own. */
  producerIds: string[];
}

export interface ProducerState {
  producerId: string;
  /** Null over links, which the server does not see. */
  transportId: string | null;
  peerId: string;
  source: AnySource;
  /** Of the sound of a mix: who alone it is for. */
  forPeerId: string | null;
  kind: 'audio' | 'video';
  /** As mediasoup has it, or `direct`. */
  type: string;
  paused: boolean;
  /** mediasoup's estimate of each stream's health, 0 to 10. */
  score: number[];
  /** Lines of each spatial layer, the smallest first, as the sender says. */
  layerHeights: number[];
  /** What the sender was told of how much is watched: -1 nothing, null the best. */
  wantedLayer: number | null;
}

export interface LayersState {
  spatialLayer: number;
  temporalLayer: number | null;
}

export interface ConsumerState {
  consumerId: string;
  producerId: string;
  transportId: string;
  /** Who receives. */
  peerId: string;
  /** Whose publication it is. */
  producerPeerId: string;
  source: AnySource;
  kind: 'audio' | 'video';
  paused: boolean;
  producerPaused: boolean;
  /** What it may be at most, and what it is; null where it has no layers, or none flows. */
  preferredLayers: LayersState | null;
  currentLayers: LayersState | null;
}

/** How much data came from a peer over the server. */
export interface DataProducerState {
  dataProducerId: string;
  transportId: string;
  peerId: string;
  ordered: boolean;
  messages: number;
  bytes: number;
}

/** How much data went to a peer over the server. */
export interface DataConsumerState extends Omit<DataProducerState, 'dataProducerId'> {
  dataConsumerId: string;
}
