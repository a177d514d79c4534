import type { Publication, Source } from '@ottogi/protocol';
import { parseScalabilityMode, type types } from 'mediasoup';
import type { After } from '../clock.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import { LayerDemand, type WantedLayer } from './LayerDemand.ts';

/** A producer of an SFU: whose it is, what it shows, and how much of that is watched. */
export class SfuProducer {
  readonly peerId: string;
  readonly source: Source;
  /** Lines of each spatial layer, ascending, as its sender says; empty for sound. */
  readonly layerHeights: readonly number[];
  readonly media: types.Producer;
  /** Its peer's. */
  readonly router: MediaRouter;
  /** Null for sound, which has no layers. */
  readonly demand: LayerDemand | null;

  /** @param tell Says to the sender how much is wanted, whenever that changed. */
  constructor(
    { peerId, source, layerHeights }: Pick<SfuProducer, 'peerId' | 'source' | 'layerHeights'>,
    { media, router }: Pick<SfuProducer, 'media' | 'router'>,
    runAfter: After,
    tell: (producerId: string, wantedLayer: WantedLayer) => void,
  ) {
    this.peerId = peerId;
    this.source = source;
    this.layerHeights = layerHeights;
    this.media = media;
    this.router = router;
    if (media.kind === 'audio') {
      this.demand = null;
      return;
    }
    const demand = new LayerDemand(spatialLayers(media.rtpParameters), runAfter, (wantedLayer) =>
      tell(media.id, wantedLayer),
    );
    media.observer.once('close', () => demand.close());
    this.demand = demand;
  }

  get id(): string {
    return this.media.id;
  }

  get wantedLayer(): WantedLayer {
    return this.demand?.told ?? null;
  }

  publication(): Publication {
    const { source, layerHeights, media } = this;
    return { source, paused: media.paused, layerHeights: [...layerHeights] };
  }
}

/** Layers of different size: one an encoding (simulcast), or several in a single one (SVC). */
export function spatialLayers({ encodings = [] }: Pick<types.RtpParameters, 'encodings'>): number {
  if (encodings.length > 1) return encodings.length;
  return parseScalabilityMode(encodings[0]?.scalabilityMode).spatialLayers;
}
