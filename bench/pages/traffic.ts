/** One person with microphone and camera, in a plain page with the product's own SDK and the browser's own devices. */
import { RoomClient } from '../../packages/client/src/index.ts';
import type { Counted, Stream } from '../traffic/flow.ts';
import type { Topology } from '../traffic/theory.ts';
import { connections, statsOf, transportBytes } from './connections.ts';

export interface TrafficPage {
  /** Joins, with microphone and camera, the room of this topology. */
  join(topology: Topology, name: string): Promise<void>;
  leave(): Promise<void>;
  /** What all of this page's connections have counted so far. */
  counted(): Promise<Counted>;
}

declare global {
  var traffic: TrafficPage;
}

/** A picture with a single layer, which a machine without a GPU can encode for each of many links. */
const CAMERA = { width: 320, height: 180, frameRate: 5 };

const client = new RoomClient();

globalThis.traffic = {
  async join(topology, name) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: CAMERA });
    const [[camera], [microphone]] = [stream.getVideoTracks(), stream.getAudioTracks()];
    if (!camera || !microphone) throw new Error('the browser has no fake devices');
    client.connect();
    await client.join({ room: topology, name, topologyRule: topology });
    await Promise.all([
      client.publish('microphone', { track: microphone }),
      client.publish('camera', { track: camera }),
    ]);
  },

  leave: () => client.leave(),

  async counted() {
    const open = connections.filter(({ connectionState }) => connectionState !== 'closed');
    const entries = await statsOf(open);
    const { sent, received } = transportBytes(entries.flat());
    return {
      atMs: performance.now(),
      bytesUp: sent,
      bytesDown: received,
      streams: entries.flatMap((stats, index) =>
        streamsOf(stats, connections.indexOf(open[index]!)),
      ),
    };
  },
};

/** The streams of one connection; their ids are unique within it alone. */
function streamsOf(stats: RTCStats[], connection: number): Stream[] {
  return stats.flatMap((each): Stream[] => {
    const id = `${connection} ${each.id}`;
    if (each.type === 'outbound-rtp') {
      const { kind, bytesSent = 0, headerBytesSent = 0 } = each as RTCOutboundRtpStreamStats;
      return [{ id, direction: 'up', kind, bytes: bytesSent + headerBytesSent }];
    }
    if (each.type === 'inbound-rtp') {
      const { kind, bytesReceived = 0, ...rest } = each as RTCInboundRtpStreamStats;
      // By this one mediasoup finds out what the way can carry; nobody sees or hears it.
      if (rest.mid === 'probator') return [];
      const bytes = bytesReceived + (rest.headerBytesReceived ?? 0);
      return [{ id, direction: 'down', kind, bytes }];
    }
    return [];
  });
}
