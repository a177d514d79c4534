import type { RecordedSource } from '@ottogi/protocol';
import type { PublicationTap } from '../topologies/PublicationTap.ts';

/** What goes into one file after the other, for as long as it is there. */
export interface Feed {
  readonly source: RecordedSource;
  /** Whose it is: who publishes it. */
  readonly peerId: string;
  readonly personId: string;
  readonly name: string;
  /** The streams of each file: one, or of the mix picture and sound, which end together. */
  readonly taps: readonly PublicationTap[];
}

export function isOver({ taps }: Feed): boolean {
  return taps.some(({ closed }) => closed);
}

/** Whether one goes on where the other ended. There is one mix, whichever mixer makes it. */
export function continues(one: Feed, other: Feed): boolean {
  if (one.source !== other.source) return false;
  return one.source === 'mix' || one.peerId === other.peerId;
}
