import type { Fault, Measured } from '../Fault.ts';
import type { Recovery } from '../Talk.ts';

/** Of the people who are there nobody hears or sees anything. */
export const NO_GAP = pausesWithin(150, 600);

/** How long sound and picture may stand. */
export function pausesWithin(soundMs: number, pictureMs = soundMs): Fault['targets'] {
  return {
    'longest pause of the sound': { atMost: soundMs, unit: 'ms' },
    'longest pause of the picture': { atMost: pictureMs, unit: 'ms' },
  };
}

/** By when sound and picture are to be back. */
export function backWithin(limitMs: number): Fault['targets'] {
  return {
    'sound back after': { atMost: limitMs, unit: 'ms' },
    'picture back after': { atMost: limitMs, unit: 'ms' },
  };
}

export function pausesOf({ sound, picture }: Recovery): Measured['figures'] {
  return {
    'longest pause of the sound': sound.lengthMs,
    'longest pause of the picture': picture.lengthMs,
  };
}

export function backAfter({ sound, picture }: Recovery, fromMs: number): Measured['figures'] {
  return {
    'sound back after': Math.max(0, sound.endedAt - fromMs),
    'picture back after': Math.max(0, picture.endedAt - fromMs),
  };
}
