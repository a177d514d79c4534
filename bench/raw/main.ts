/**
 * The yardstick: mediasoup with nothing around it. It speaks as much of the product's protocol as the
 * load needs, so that the load is the same; workers, codecs, ports and transports are made with the
 * same options. Consumers are made plainly, with all that the client can do, and there is neither a
 * level observer nor anybody to tell.
 */
import { createServer } from 'node:http';
import type {
  Ack,
  AckData,
  ConsumerDocument,
  RequestData,
  TransportDocument,
} from '@ottogi/protocol';
import { createWorker, type types } from 'mediasoup';
import { Server, type Socket } from 'socket.io';
import { listenInfos, planListening } from '../../packages/server/src/media/addresses.ts';
import { mediaCodecs } from '../../packages/server/src/media/codecs.ts';

const ADDRESS = '127.0.0.1';

interface RawPeer {
  socket: Socket;
  recv: types.WebRtcTransport;
  rtpCapabilities: types.RtpCapabilities;
}

const worker = await createWorker({ logLevel: 'warn' });
const plan = planListening([ADDRESS]);
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: listenInfos(plan, Number(process.env['OTTOGI_RTC_PORT'])),
});
const router = await worker.createRouter({ mediaCodecs });
const peers = new Set<RawPeer>();
const producers = new Map<Socket, types.Producer[]>();

const http = createServer();
const io = new Server(http, { serveClient: false });
io.on('connection', (socket) => {
  socket.emit('welcome', { seq: 1, data: { rtpCapabilities: router.rtpCapabilities } });
  socket.once('join', (data: RequestData<'join'>, acknowledge: (ack: Ack<unknown>) => void) => {
    void join(socket, data).then((joined) => acknowledge({ ok: true, data: joined }));
  });
});
http.listen(Number(process.env['PORT']), ADDRESS);

async function join(socket: Socket, data: RequestData<'join'>): Promise<AckData<'join'>> {
  const [send, recv] = [await createTransport(), await createTransport()];
  const rtpCapabilities = data.rtpCapabilities as types.RtpCapabilities;
  const peer = { socket, recv, rtpCapabilities };
  answer<'connectTransport'>(socket, 'connectTransport', async (request) => {
    const transport = request.transportId === send.id ? send : recv;
    await transport.connect({ dtlsParameters: request.dtlsParameters });
    return {};
  });
  answer<'produce'>(socket, 'produce', async ({ source, rtpParameters }) => {
    const producer = await send.produce({
      kind: source === 'camera' ? 'video' : 'audio',
      rtpParameters: rtpParameters as types.RtpParameters,
    });
    producers.get(socket)?.push(producer);
    for (const other of peers) if (other !== peer) void offer(other, producer);
    return { producerId: producer.id };
  });
  socket.once('disconnect', () => {
    peers.delete(peer);
    producers.delete(socket);
    send.close();
    recv.close();
  });
  const existing = [...producers.values()].flat();
  producers.set(socket, []);
  peers.add(peer);
  const consumers = await Promise.all(existing.map((producer) => consume(peer, producer, false)));
  return {
    roomId: 'bench',
    peerId: socket.id,
    resumeToken: '',
    media: {
      by: 'router',
      mediaId: send.id,
      iceServers: [],
      links: [],
      sendTransport: documentOf(send),
      recvTransport: documentOf(recv),
      consumers: consumers.map(consumerDocument),
    },
    producers: [],
  };
}

function answer<N extends 'connectTransport' | 'produce'>(
  socket: Socket,
  name: N,
  handle: (data: RequestData<N>) => Promise<AckData<N>>,
): void {
  const listener = (data: RequestData<N>, acknowledge: (ack: Ack<AckData<N>>) => void) => {
    void handle(data).then((ack) => acknowledge({ ok: true, data: ack }));
  };
  // socket.io types a listener by the name of its event, which is a type parameter here.
  const event: string = name;
  socket.on(event, listener);
}

function createTransport(): Promise<types.WebRtcTransport> {
  return router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    initialAvailableOutgoingBitrate: 1_000_000,
    enableSctp: true,
  });
}

function documentOf(transport: types.WebRtcTransport): TransportDocument {
  const { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters } = transport;
  if (!sctpParameters) throw new Error('a transport was made without SCTP');
  return { transportId: id, iceParameters, iceCandidates, dtlsParameters, sctpParameters };
}

/** As mediasoup's manual has it: paused, announced, resumed when the other side is ready. */
async function offer(peer: RawPeer, producer: types.Producer): Promise<void> {
  const consumer = await consume(peer, producer, true);
  await peer.socket.emitWithAck('consumerOpened', {
    seq: 0,
    data: { consumer: consumerDocument(consumer) },
  });
  await consumer.resume();
}

function consume(
  { recv, rtpCapabilities }: RawPeer,
  { id }: types.Producer,
  paused: boolean,
): Promise<types.Consumer> {
  return recv.consume({ producerId: id, rtpCapabilities, paused });
}

function consumerDocument(consumer: types.Consumer): ConsumerDocument {
  const { id, producerId, kind } = consumer;
  return {
    consumerId: id,
    producerId,
    peerId: 'somebody',
    source: kind === 'video' ? 'camera' : 'microphone',
    kind,
    rtpParameters: consumer.rtpParameters as ConsumerDocument['rtpParameters'],
  };
}
