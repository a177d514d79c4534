import type { MediaDocument, RoutedMedia } from '@ottogi/protocol';

/** What is measured here goes over a router. @throws Error where the room connects people directly */
export function routed(media: MediaDocument): RoutedMedia {
  if (media.by === 'router') return media;
  throw new Error('this room is no sfu: set OTTOGI_TOPOLOGY=sfu');
}
