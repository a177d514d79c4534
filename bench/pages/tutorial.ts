/**
 * The sequence of the common tutorials, step by step: each waits for the answer to the one before,
 * and every producer of somebody else gets a receive transport of its own. Producers are taken
 * beside each other, and layers and bitrates are those of the product.
 */
import { Device, type types } from 'mediasoup-client';
import { io, type Socket } from 'socket.io-client';
import { producerOptions } from '../../packages/client/src/encodings.ts';
import { measure, offer, openDevices, type Devices } from './benchPage.ts';

type TransportParameters = Parameters<Device['createSendTransport']>[0];

let devices: Devices;
let socket: Socket;

offer({
  async publish(room, peers) {
    devices = await openDevices();
    for (let index = 0; index < peers; index += 1) {
      const publisher = await open();
      await publish(publisher, await joinRoom(publisher, room));
    }
  },

  async prepare() {
    devices = await openDevices();
    socket = await open();
  },

  join: (room, pictures) =>
    measure(
      pictures,
      async (show) => {
        const device = await joinRoom(socket, room);
        await publish(socket, device);
        const producerIds = await ask<string[]>(socket, 'getProducers');
        await Promise.all(
          producerIds.map(async (producerId) => show(await consume(device, producerId))),
        );
      },
      // One after another, one's own publishing first: the pictures wait for all of it.
      () => true,
    ),
});

async function open(): Promise<Socket> {
  const opened = io({ transports: ['websocket'] });
  await new Promise<void>((resolve) => opened.once('connect', resolve));
  return opened;
}

async function joinRoom(to: Socket, roomName: string): Promise<Device> {
  const { rtpCapabilities } = await ask<{ rtpCapabilities: types.RtpCapabilities }>(
    to,
    'joinRoom',
    { roomName },
  );
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities: rtpCapabilities });
  return device;
}

async function publish(to: Socket, device: Device): Promise<void> {
  const transport = device.createSendTransport(
    await ask<TransportParameters>(to, 'createWebRtcTransport', { consumer: false }),
  );
  connectWhenAsked(to, transport);
  transport.on('produce', ({ kind, rtpParameters }, callback, errback) => {
    ask<{ id: string }>(to, 'transport-produce', {
      transportId: transport.id,
      kind,
      rtpParameters,
    }).then(callback, errback);
  });
  for (const source of ['microphone', 'camera'] as const) {
    const track = devices[source].clone();
    await transport.produce({ track, ...producerOptions(source, track) });
  }
}

async function consume(device: Device, producerId: string): Promise<MediaStreamTrack> {
  const transport = device.createRecvTransport(
    await ask<TransportParameters>(socket, 'createWebRtcTransport', { consumer: true }),
  );
  connectWhenAsked(socket, transport);
  const consumer = await transport.consume(
    await ask<types.ConsumerOptions>(socket, 'consume', {
      transportId: transport.id,
      producerId,
      rtpCapabilities: device.recvRtpCapabilities,
    }),
  );
  await ask(socket, 'consumer-resume', { consumerId: consumer.id });
  return consumer.track;
}

function connectWhenAsked(to: Socket, transport: types.Transport): void {
  transport.on('connect', ({ dtlsParameters }, callback, errback) => {
    ask(to, 'transport-connect', { transportId: transport.id, dtlsParameters }).then(
      callback,
      errback,
    );
  });
}

async function ask<T>(to: Socket, name: string, data: object = {}): Promise<T> {
  return (await to.timeout(10_000).emitWithAck(name, data)) as T;
}
