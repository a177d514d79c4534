import type { MediaDocument, NotificationData, RtpCapabilities } from '@ottogi/protocol';
import type { Encryption } from './encryption/Encryption.ts';
import { ClientError } from './errors.ts';
import type { JoinWish } from './JoinWish.ts';
import type { LinkComparison } from './links/LinkComparison.ts';
import { Links } from './links/Links.ts';
import type { MediaSetup } from './Membership.ts';
import { MeshSession } from './MeshSession.ts';
import type { Reception } from './Reception.ts';
import type { RouterDevice } from './RouterDevice.ts';
import { RouterSession } from './RouterSession.ts';
import type { Signal } from './Signal.ts';

export interface MediaFactoryOptions {
  signal: Signal;
  device: Pick<RouterDevice, 'get'>;
  reception: Reception;
  encryption: Encryption;
  comparison: Pick<LinkComparison, 'attach' | 'update'>;
  /** Who is heard, where the server hears nothing itself. */
  heard: (levels: NotificationData<'audioLevels'>['levels']) => void;
}

/** Makes what carries the media of a call: links to the others, and sessions of either kind. */
export class MediaFactory {
  readonly #options: MediaFactoryOptions;

  constructor(options: MediaFactoryOptions) {
    this.#options = options;
  }

  /** For the call of this wish. @throws ClientError `unsupported`, `loadFailed`, and what `Encryption.check` throws */
  async prepare(wish: JoinWish): Promise<MediaSetup> {
    const { signal, reception, encryption, comparison, heard } = this.#options;
    const encrypted = encryption.check(wish);
    const device = await this.#options.device.get();
    const about = {
      isSent: reception.isSent.bind(reception),
      isPublished: reception.isPublished.bind(reception),
      isPaused: reception.isPaused.bind(reception),
      heard,
    };
    return {
      rtpCapabilities: device.recvRtpCapabilities as RtpCapabilities,
      spatialLayer: reception.firstLayer(wish.room),
      encrypted,
      createLinks: (told) => {
        const changed = () => {
          told.changed();
          comparison.update();
        };
        const links = new Links({ ...told, changed, signal, isSent: about.isSent });
        comparison.attach(links);
        return links;
      },
      createSession: (media, { peerId, links }, told) => {
        const owner = { ...told, ...about };
        if (media.by === 'links') {
          if (encrypted) throw unsealed(media);
          return new MeshSession(peerId, media, links, signal, owner);
        }
        return encryption.session(
          wish,
          (protection) => new RouterSession(device, media, signal, { ...owner, protection }),
        );
      },
    };
  }
}

/** Links carry frames as they are: whatever the server says, nothing of an encrypted call goes there. */
function unsealed({ by }: MediaDocument): ClientError {
  return new ClientError('encryptedTopology', `media by ${by} is not sealed`);
}
