import type { AnySource } from '@ottogi/protocol';
import type { RtpAddress } from '../media/PlainOutlet.ts';
import { type Outlet, PublicationTap } from './PublicationTap.ts';
import type { SfuProducer } from './SfuProducer.ts';

/** A producer of an SFU, as plain RTP. */
export class SfuTap extends PublicationTap {
  readonly #producer: SfuProducer;

  constructor(producer: SfuProducer) {
    super();
    this.#producer = producer;
    producer.media.observer.once('close', () => this.emit('closed'));
  }

  get peerId(): string {
    return this.#producer.peerId;
  }

  get source(): AnySource {
    return this.#producer.source;
  }

  get closed(): boolean {
    return this.#producer.media.closed;
  }

  async open(to: RtpAddress): Promise<Outlet> {
    const { id, router, demand } = this.#producer;
    const outlet = await router.createOutlet(id, to);
    // It watches too, and at its best: or the sender would leave out what nobody else looks at.
    demand?.wish(outlet.consumerId, null);
    return {
      codec: outlet.codec,
      resume: () => outlet.resume(),
      requestKeyFrame: () => outlet.requestKeyFrame(),
      close: () => {
        demand?.wish(outlet.consumerId, -1);
        outlet.close();
      },
    };
  }
}
