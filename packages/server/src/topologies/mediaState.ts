import type { types } from 'mediasoup';
import type { Pipe } from '../media/Pipe.ts';
import type { SfuConsumer } from './SfuConsumer.ts';
import type { SfuProducer } from './SfuProducer.ts';
import type {
  ConsumerState,
  LayersState,
  MediaDocuments,
  PipeState,
  ProducerState,
  TransportState,
} from './Topology.ts';

/** The live objects of one endpoint as documents, read at the moment of asking. */
export function mediaState(
  { peerId, routerId }: Pick<TransportState, 'peerId' | 'routerId'>,
  transports: Record<TransportState['direction'], types.WebRtcTransport>,
  producers: SfuProducer[],
  consumers: SfuConsumer[],
): Pick<MediaDocuments, 'transports' | 'producers' | 'consumers'> {
  return {
    transports: [
      { ...transportState('send', transports.send), peerId, routerId },
      { ...transportState('recv', transports.recv), peerId, routerId },
    ],
    producers: producers.map((producer) => producerState(transports.send.id, producer)),
    consumers: consumers.map((consumer) => consumerState(peerId, transports.recv.id, consumer)),
  };
}

export function pipeState({ ends, producerIds }: Pipe): PipeState {
  return {
    ends: ends.map(({ transport, router }) => ({ transportId: transport.id, routerId: router.id })),
    producerIds,
  };
}

function transportState(
  direction: TransportState['direction'],
  transport: types.WebRtcTransport,
): Omit<TransportState, 'peerId' | 'routerId'> {
  const tuple = transport.iceSelectedTuple;
  return {
    transportId: transport.id,
    direction,
    iceState: transport.iceState,
    dtlsState: transport.dtlsState,
    tuple: tuple ? `${tuple.protocol} ${tuple.remoteIp}:${tuple.remotePort}` : null,
  };
}

function producerState(transportId: string, producer: SfuProducer): ProducerState {
  const { media } = producer;
  return {
    producerId: media.id,
    transportId,
    peerId: producer.peerId,
    source: producer.source,
    forPeerId: producer.forPeerId,
    kind: media.kind,
    type: media.type,
    paused: media.paused,
    score: media.score.map(({ score }) => score),
    layerHeights: [...producer.layerHeights],
    wantedLayer: producer.wantedLayer,
  };
}

function consumerState(
  peerId: string,
  transportId: string,
  { media, producer }: SfuConsumer,
): ConsumerState {
  return {
    consumerId: media.id,
    producerId: producer.id,
    transportId,
    peerId,
    producerPeerId: producer.peerId,
    source: producer.source,
    kind: media.kind,
    paused: media.paused,
    producerPaused: media.producerPaused,
    preferredLayers: layersState(media.preferredLayers),
    currentLayers: layersState(media.currentLayers),
  };
}

function layersState(layers: types.ConsumerLayers | undefined): LayersState | null {
  if (!layers) return null;
  return { spatialLayer: layers.spatialLayer, temporalLayer: layers.temporalLayer ?? null };
}
