/** A tile in a small window over everything else, also while the page is out of sight. */
import type { TrackKey } from '@ottogi/client';
import { createContext } from 'react';

/** `speaker`: whoever talks. */
export type Floating = TrackKey | 'speaker';

export interface PictureInPicture {
  supported: boolean;
  floating: Floating | null;
  open(what: Floating): void;
  close(): void;
}

export const PictureInPictureContext = createContext<PictureInPicture | null>(null);
