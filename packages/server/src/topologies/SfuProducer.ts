import { type AnySource, isMix, type Publication } from '@ottogi/protocol';
import { parseScalabilityMode, type types } from 'mediasoup';
import type { After } from '../clock.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import { LayerDemand, type WantedLayer } from './LayerDemand.ts';

/** What a producer shows, and for whom. */
export interface Shows {
  readonly peerId: string;
  readonly source: AnySource;
  /** Who alone may receive it; null for everybody. */
  readonly forPeerId: string | null;
  /** Lines of each spatial layer, ascending, as its sender says; empty for sound. */
  readonly layerHeights: readonly number[];
}

/** A producer of an SFU: whose it is, what it shows, and how much of that is watched. */
export class SfuProducer implements Shows {
  readonly peerId: string;
  readonly source: AnySource;
  readonly forPeerId: string | null;
  readonly layerHeights: readonly number[];
  readonly media: types.Producer;
  /** Its peer's. */
  readonly router: MediaRouter;
  /** Null for sound, which has no layers. */
  readonly demand: LayerDemand | null;

  /** @param tell Says to the sender how much is wanted, whenever that changed. */
  constructor(
    { peerId, source, forPeerId, layerHeights }: Shows,
    { media, router }: Pick<SfuProducer, 'media' | 'router'>,
    runAfter: After,
    tell: (producerId: string, wantedLayer: WantedLayer) => void,
  ) {
    this.peerId = peerId;
    this.source = source;
    this.forPeerId = forPeerId;
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

  /** Null for a mix, which is nobody's own. */
  publication(): Publication | null {
    const { source, layerHeights, media } = this;
    if (isMix(source)) return null;
    return { source, paused: media.paused, layerHeights: [...layerHeights] };
  }
}

/** Layers of different size: one an encoding (simulcast), or several in a single one (SVC). */
export function spatialLayers({ encodings = [] }: Pick<types.RtpParameters, 'encodings'>): number {
  if (encodings.length > 1) return encodings.length;
  return parseScalabilityMode(encodings[0]?.scalabilityMode).spatialLayers;
}
