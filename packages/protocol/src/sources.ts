/** What tracks show. Apart from the schemas, so that a page can use it without the validator. */

/** In the order in which a page shows them. */
export const SOURCES = ['microphone', 'camera', 'screen', 'screenAudio'] as const;
export const KINDS = ['audio', 'video'] as const;

/** What a track shows. */
export type Source = (typeof SOURCES)[number];
export type Kind = (typeof KINDS)[number];

export function kindOf(of: Source): Kind {
  return of === 'microphone' || of === 'screenAudio' ? 'audio' : 'video';
}
