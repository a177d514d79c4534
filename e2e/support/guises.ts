import type { Tint } from './fakeDevices.ts';
import { PITCHES } from './tones.ts';

/** By what somebody is known in one picture and one sound of all. */
export interface Guise {
  tint: Tint;
  pitchHz: number;
}

/** Green is the colour of the fake screen, and so nobody's. */
export const GUISES = {
  Ada: { tint: 'violet', pitchHz: PITCHES.Ada },
  Ben: { tint: 'red', pitchHz: PITCHES.Ben },
  Cem: { tint: 'blue', pitchHz: PITCHES.Cem },
} as const satisfies Record<string, Guise>;
