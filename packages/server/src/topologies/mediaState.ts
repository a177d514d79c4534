import type { types } from 'mediasoup';
import type { SfuConsumer } from './Consumers.ts';
import type { SfuProducer } from './Producers.ts';
import type { ConsumerState, MediaDocuments, ProducerState, TransportState } from './Topology.ts';

/** The live objects of one endpoint as documents, read at the moment of asking. */
export function mediaState(
  peerId: string,
  transports: Record<TransportState['direction'], types.WebRtcTransport>,
  producers: SfuProducer[],
  consumers: SfuConsumer[],
): MediaDocuments {
  return {
    transports: [
      transportState(peerId, 'send', transports.send),
      transportState(peerId, 'recv', transports.recv),
    ],
    producers: producers.map((producer) => producerState(transports.send.id, producer)),
    consumers: consumers.map((consumer) => consumerState(peerId, transports.recv.id, consumer)),
  };
}

function transportState(
  peerId: string,
  direction: TransportState['direction'],
  transport: types.WebRtcTransport,
): TransportState {
  const tuple = transport.iceSelectedTuple;
  return {
    transportId: transport.id,
    peerId,
    direction,
    iceState: transport.iceState,
    dtlsState: transport.dtlsState,
    tuple: tuple ? `${tuple.protocol} ${tuple.remoteIp}:${tuple.remotePort}` : null,
  };
}

function producerState(transportId: string, producer: SfuProducer): ProducerState {
  return {
    producerId: producer.id,
    transportId,
    ...producer.appData,
    kind: producer.kind,
    type: producer.type,
    paused: producer.paused,
    score: producer.score.map(({ score }) => score),
  };
}

function consumerState(peerId: string, transportId: string, consumer: SfuConsumer): ConsumerState {
  const layers = consumer.currentLayers;
  return {
    consumerId: consumer.id,
    producerId: consumer.producerId,
    transportId,
    peerId,
    producerPeerId: consumer.appData.peerId,
    source: consumer.appData.source,
    kind: consumer.kind,
    paused: consumer.paused,
    producerPaused: consumer.producerPaused,
    currentLayers: layers
      ? { spatialLayer: layers.spatialLayer, temporalLayer: layers.temporalLayer ?? null }
      : null,
  };
}
