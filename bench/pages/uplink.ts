/** A sender and a viewer, each a plain page with the product's own SDK and the browser's own devices. */
import {
  RoomClient,
  trackKey,
  type LayerStats,
  type TileSize,
} from '../../packages/client/src/index.ts';
import { connections, statsOf, transportBytes } from './connections.ts';

export interface Sent {
  /** Everything that this page has sent over its media transports: RTP and RTCP. */
  bytes: number;
  atMs: number;
  /** Of the camera, the smallest first. */
  layers: readonly LayerStats[];
}

export interface UplinkPage {
  /** Joins with microphone and camera, as the SDK opens and sends them. */
  send(room: string): Promise<void>;
  /** Joins without. */
  watch(room: string): Promise<void>;
  /** Says how large every camera is on this page's screen; null where none is visible. */
  show(size: TileSize | null): void;
  sent(): Promise<Sent>;
}

declare global {
  var uplink: UplinkPage;
}

const client = new RoomClient();

globalThis.uplink = {
  async send(room) {
    client.connect();
    await client.join({ room, name: 'sender' });
    await Promise.all([client.publish('microphone'), client.publish('camera')]);
  },

  async watch(room) {
    client.connect();
    await client.join({ room, name: 'viewer' });
  },

  show(size) {
    const peers = client.getSnapshot().rooms.flatMap((room) => room.peers);
    const cameras = peers.filter(({ publications }) =>
      publications.some(({ source }) => source === 'camera'),
    );
    const keys = size ? cameras.map(({ peerId }) => trackKey(peerId, 'camera')) : [];
    client.views.set(new Map(keys.map((key) => [key, size!])));
  },

  async sent() {
    const { local } = await client.stats();
    const { sent } = transportBytes((await statsOf(connections)).flat());
    return {
      bytes: sent,
      atMs: performance.now(),
      layers: local.get('camera')?.layers ?? [],
    };
  },
};
