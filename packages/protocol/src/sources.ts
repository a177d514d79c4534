/** What tracks show. Apart from the schemas, so that a page can use it without the validator. */

/** In the order in which a page shows them. */
export const SOURCES = ['microphone', 'camera', 'screen', 'screenAudio'] as const;
/** What a mixer makes of everybody's: no grant covers it, and nobody else publishes it. */
export const MIX_SOURCES = ['mix', 'mixAudio'] as const;
export const KINDS = ['audio', 'video'] as const;
/** What a peer receives of the others: each by itself, or all of them in one picture and one sound. */
export const DOWNLINKS = ['tiles', 'mix'] as const;

/** What a track shows. */
export type Source = (typeof SOURCES)[number];
export type MixSource = (typeof MIX_SOURCES)[number];
export type AnySource = Source | MixSource;
export type Kind = (typeof KINDS)[number];
export type DownlinkKind = (typeof DOWNLINKS)[number];

export function kindOf(of: AnySource): Kind {
  return of === 'camera' || of === 'screen' || of === 'mix' ? 'video' : 'audio';
}

export function isMix(of: AnySource): of is MixSource {
  return of === 'mix' || of === 'mixAudio';
}
