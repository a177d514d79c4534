import { EventEmitter } from 'node:events';
import type { AnySource } from '@ottogi/protocol';
import type { OutletCodec, RtpAddress } from '../media/PlainOutlet.ts';

/** What flows out of a publication to another program of this machine. */
export interface Outlet {
  readonly codec: OutletCodec;
  resume(): Promise<void>;
  requestKeyFrame(): void;
  close(): void;
}

interface PublicationTapEvents {
  closed: [];
}

/**
 * What a peer publishes, a mixer too, for whoever takes it out of the room: a recorder. It ends with the producer;
 * the same publication may come again by another one.
 */
export abstract class PublicationTap extends EventEmitter<PublicationTapEvents> {
  abstract readonly peerId: string;
  abstract readonly source: AnySource;
  abstract readonly closed: boolean;
  /** Everything of it, in its best layer. Rejects where it is gone, or its worker. */
  abstract open(to: RtpAddress): Promise<Outlet>;
}
