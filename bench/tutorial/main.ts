/**
 * A server as the common tutorials have it: one request for every step, a transport with a port of
 * its own for whatever is asked, consumers paused until they are resumed. Worker and codecs are
 * those of the product. Nothing is checked: it serves this bench, on loopback, and nobody else.
 */
import { createServer } from 'node:http';
import { createWorker, type types } from 'mediasoup';
import { Server, type Socket } from 'socket.io';
import { mediaCodecs } from '../../packages/server/src/media/codecs.ts';

const ADDRESS = '127.0.0.1';

interface RoomEntry {
  router: types.Router;
  producers: Map<string, { producer: types.Producer; by: Socket }>;
}

const worker = await createWorker({ logLevel: 'warn' });
const rooms = new Map<string, Promise<RoomEntry>>();

const http = createServer((_request, response) => response.end('ok'));
const io = new Server(http, { serveClient: false });
io.on('connection', (socket) => {
  socket.once('joinRoom', ({ roomName }: { roomName: string }, callback: Callback) => {
    void roomOf(roomName).then((room) => {
      serve(socket, room);
      callback({ rtpCapabilities: room.router.rtpCapabilities });
    });
  });
});
http.listen(Number(process.env['PORT']), ADDRESS);

type Callback = (answer: unknown) => void;

/** What each step brings along. */
interface Steps {
  createWebRtcTransport: object;
  'transport-connect': { transportId: string; dtlsParameters: types.DtlsParameters };
  'transport-produce': { transportId: string } & types.ProducerOptions;
  getProducers: object;
  consume: { transportId: string; producerId: string; rtpCapabilities: types.RtpCapabilities };
  'consumer-resume': { consumerId: string };
}

function roomOf(name: string): Promise<RoomEntry> {
  const known = rooms.get(name);
  if (known) return known;
  const made = worker
    .createRouter({ mediaCodecs })
    .then((router) => ({ router, producers: new Map() }));
  rooms.set(name, made);
  return made;
}

function serve(socket: Socket, { router, producers }: RoomEntry): void {
  const transports = new Map<string, types.WebRtcTransport>();
  const consumers = new Map<string, types.Consumer>();
  const answer = <S extends keyof Steps>(
    step: S,
    handle: (data: Steps[S]) => Promise<unknown>,
  ): void => {
    const listener = (data: Steps[S], callback: Callback) => void handle(data).then(callback);
    // socket.io types a listener by the name of its event, which is a type parameter here.
    const event: string = step;
    socket.on(event, listener);
  };

  answer('createWebRtcTransport', async () => {
    const transport = await router.createWebRtcTransport({
      listenInfos: [
        { protocol: 'udp', ip: ADDRESS },
        { protocol: 'tcp', ip: ADDRESS },
      ],
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
    });
    transports.set(transport.id, transport);
    const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
    return { id, iceParameters, iceCandidates, dtlsParameters };
  });

  answer('transport-connect', async ({ transportId, dtlsParameters }) => {
    await transports.get(transportId)!.connect({ dtlsParameters });
    return {};
  });

  answer('transport-produce', async ({ transportId, kind, rtpParameters }) => {
    const producer = await transports.get(transportId)!.produce({ kind, rtpParameters });
    producers.set(producer.id, { producer, by: socket });
    producer.observer.once('close', () => producers.delete(producer.id));
    socket.broadcast.emit('new-producer', { producerId: producer.id });
    return { id: producer.id };
  });

  answer('getProducers', async () =>
    [...producers].filter(([, { by }]) => by !== socket).map(([id]) => id),
  );

  answer('consume', async ({ transportId, producerId, rtpCapabilities }) => {
    const consumer = await transports
      .get(transportId)!
      .consume({ producerId, rtpCapabilities, paused: true });
    consumers.set(consumer.id, consumer);
    const { id, kind, rtpParameters } = consumer;
    return { id, producerId, kind, rtpParameters };
  });

  answer('consumer-resume', async ({ consumerId }) => {
    await consumers.get(consumerId)!.resume();
    return {};
  });

  socket.once('disconnect', () => {
    for (const transport of transports.values()) transport.close();
  });
}
