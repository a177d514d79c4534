import type { Source } from '@ottogi/protocol';
import { capture } from './capture.ts';
import { ClientError } from './errors.ts';
import type { MediaSession } from './MediaSession.ts';
import { Publisher, type PublisherOwner, type PublishOptions } from './Publisher.ts';

export type LocalMediaOwner = Pick<PublisherOwner, 'changed' | 'failed'>;

/** Owns the local tracks. Sessions come and go and borrow them. */
export class LocalMedia {
  readonly #publishers: Readonly<Record<Source, Publisher>>;

  constructor(owner: LocalMediaOwner) {
    const publisherOwner: PublisherOwner = {
      capture,
      soundCaptured: (track) => void this.#publishSound(track),
      changed: (source, publication) => owner.changed(source, publication),
      ended: (source) => {
        const error = endedError(source);
        void this.unpublish(source, error);
        if (error) owner.failed(source, error);
      },
      failed: (source, error) => owner.failed(source, error),
    };
    this.#publishers = {
      microphone: new Publisher('microphone', publisherOwner),
      camera: new Publisher('camera', publisherOwner),
      screen: new Publisher('screen', publisherOwner),
      screenAudio: new Publisher('screenAudio', publisherOwner),
    };
  }

  /** @throws ClientError */
  publish(source: Source, options: PublishOptions): Promise<void> {
    return this.#publishers[source].publish(options);
  }

  async unpublish(source: Source, error: ClientError | null = null): Promise<void> {
    const ending = [this.#publishers[source].unpublish(error)];
    if (source === 'screen') ending.push(this.#publishers.screenAudio.unpublish());
    await Promise.all(ending);
  }

  setPaused(source: Source, paused: boolean): Promise<void> {
    return this.#publishers[source].setPaused(paused);
  }

  /** Publishes everything that there is in this session, and in no other. */
  attach(session: MediaSession | null): void {
    for (const publisher of Object.values(this.#publishers)) publisher.attach(session);
  }

  /** Stops every track. */
  stop(): void {
    for (const publisher of Object.values(this.#publishers)) void publisher.unpublish();
  }

  async #publishSound(track: MediaStreamTrack): Promise<void> {
    try {
      await this.#publishers.screenAudio.publish({ track });
    } catch {
      // Its state says so. The picture is shared all the same.
    }
  }
}

/** A screen ends by the browser's own button; a microphone or camera because it is gone. */
function endedError(source: Source): ClientError | null {
  return source === 'microphone' || source === 'camera'
    ? new ClientError('deviceNotFound', `the ${source} was unplugged, or its permission taken back`)
    : null;
}
