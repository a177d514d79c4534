/** The product's own SDK in a plain page. */
import { RoomClient } from '../../packages/client/src/index.ts';
import { measure, offer, openDevices, type Devices } from './benchPage.ts';
import type { Message } from './wire.ts';

/** A client loads its device as soon as it is connected, before anybody can have clicked. */
const PERSON_LOOKS_AT_ROOMS_MS = 500;

const client = new RoomClient();

offer({
  async publish(room, peers) {
    const devices = await openDevices();
    for (let index = 0; index < peers; index += 1) {
      const publisher = new RoomClient();
      publisher.connect();
      await publish(publisher, devices);
      await publisher.join({ room, name: `publisher ${index}`, view: { videos: 0, voices: 0 } });
    }
  },

  async prepare() {
    client.connect();
    await publish(client, await openDevices());
    await connected();
    await new Promise((resolve) => setTimeout(resolve, PERSON_LOOKS_AT_ROOMS_MS));
  },

  join: (room, pictures) =>
    measure(
      pictures,
      async (show) => {
        client.on('trackStarted', ({ track }) => show(track));
        await client.join({ room, name: 'joiner' });
      },
      isNeeded,
    ),
});

async function publish(by: RoomClient, { camera, microphone }: Devices): Promise<void> {
  await by.publish('microphone', { track: microphone.clone() });
  await by.publish('camera', { track: camera.clone() });
}

function connected(): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.subscribe(check);
    check();
    function check() {
      if (client.getSnapshot().connection.status !== 'connected') return;
      stop();
      resolve();
    }
  });
}

/** The join itself, and the transport over which the others come; the rest is one's own publishing. */
function isNeeded({ name, data }: Message, all: readonly Message[]): boolean {
  if (name === 'join') return true;
  if (name !== 'connectTransport') return false;
  const joined = all.find((message) => message.name === 'join')?.answer as
    | { data: { media: { recvTransport: { transportId: string } } } }
    | undefined;
  const { transportId } = data as { transportId: string };
  return joined?.data.media.recvTransport.transportId === transportId;
}
