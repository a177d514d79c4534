import type { NotificationData, RtpCapabilities } from '@ottogi/protocol';
import { Links } from './links/Links.ts';
import type { MediaSetup } from './Membership.ts';
import { MeshSession } from './MeshSession.ts';
import type { Reception } from './Reception.ts';
import type { RouterDevice } from './RouterDevice.ts';
import { RouterSession } from './RouterSession.ts';
import type { Signal } from './Signal.ts';

export interface MediaFactoryOptions {
  signal: Signal;
  device: RouterDevice;
  reception: Reception;
  /** Who is heard, where the server hears nothing itself. */
  heard: (levels: NotificationData<'audioLevels'>['levels']) => void;
}

/** Makes what carries the media of a call: links to the others, and sessions of either kind. */
export class MediaFactory {
  readonly #options: MediaFactoryOptions;

  constructor(options: MediaFactoryOptions) {
    this.#options = options;
  }

  /** For a call in this room. @throws ClientError `unsupported`, `loadFailed` */
  async prepare(room: string): Promise<MediaSetup> {
    const { signal, reception, heard } = this.#options;
    const device = await this.#options.device.get();
    const about = {
      isSent: reception.isSent.bind(reception),
      isPublished: reception.isPublished.bind(reception),
      isPaused: reception.isPaused.bind(reception),
      heard,
    };
    return {
      rtpCapabilities: device.recvRtpCapabilities as RtpCapabilities,
      spatialLayer: reception.firstLayer(room),
      createLinks: (changed) =>
        new Links({ signal, isSent: about.isSent, changed, received: () => {} }),
      createSession: (media, { peerId, links }, told) => {
        const owner = { ...told, ...about };
        return media.by === 'router'
          ? new RouterSession(device, media, signal, owner)
          : new MeshSession(peerId, media, links, signal, owner);
      },
    };
  }
}
