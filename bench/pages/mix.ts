/** People who send, and one who receives the mix of them, in a plain page with the product's own SDK. */
import { RoomClient, type TrackStats } from '../../packages/client/src/index.ts';

export interface MixPage {
  /** So many people with camera and microphone, of whom none receives anything. */
  send(room: string, people: number): Promise<void>;
  /** Resolves once the mix shows. */
  listen(room: string): Promise<void>;
  /** Of the picture of the mix, since the last time. */
  seen(): Promise<TrackStats | null>;
}

declare global {
  var mix: MixPage;
}

/** Sizes and rates that a machine without a GPU can encode eight times. */
const CAMERA = { width: 640, height: 360, frameRate: 15 };

const listener = new RoomClient();

globalThis.mix = {
  async send(room, people) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: CAMERA });
    const [[camera], [microphone]] = [stream.getVideoTracks(), stream.getAudioTracks()];
    if (!camera || !microphone) throw new Error('the browser has no fake devices');
    for (let index = 0; index < people; index += 1) {
      const client = new RoomClient();
      client.connect();
      await client.publish('microphone', { track: microphone.clone() });
      await client.publish('camera', { track: camera.clone() });
      await client.join({ room, name: `Person ${index}`, view: { videos: 0, voices: 0 } });
    }
  },

  async listen(room) {
    listener.connect();
    await listener.join({ room, name: 'Listener', view: { videos: 0, voices: 0 } });
    await listener.setDownlink('mix');
    await new Promise<void>((resolve) => {
      const stop = listener.subscribe(() => {
        if (listener.getSnapshot().downlink.shown !== 'mix') return;
        stop();
        resolve();
      });
    });
  },

  async seen() {
    const { picture } = listener.getSnapshot().downlink;
    const { tracks } = await listener.stats();
    return (picture && tracks.get(picture)) ?? null;
  },
};
