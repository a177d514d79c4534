/** What happens to the connection over which client and server talk, while media goes another way. */
import type { Fault } from '../Fault.ts';
import { now } from '../gaps.ts';

/** Rooms of the people who are there lose nothing that one could hear or see. */
const NO_GAP = {
  'longest pause of the sound': { atMost: 150, unit: 'ms' },
  'longest pause of the picture': { atMost: 600, unit: 'ms' },
} as const;

export const socketCut: Fault = {
  name: 'socket-cut',
  about: 'signaling socket cut, media path alive',
  targets: { ...NO_GAP, 'resumed after': { atMost: 2_000, unit: 'ms' } },
  async round(talk) {
    const letters = await talk.letters();
    let [fromMs, resumedAt] = [0, 0];
    const chat = await letters.during(async () => {
      fromMs = now();
      talk.ada.line.signaling.cutAll();
      resumedAt = await talk.hearsNews(talk.ada);
    });
    const { sound, picture } = await talk.recovered(fromMs);
    return {
      figures: {
        'longest pause of the sound': sound.lengthMs,
        'longest pause of the picture': picture.lengthMs,
        'resumed after': resumedAt - fromMs,
      },
      chat,
    };
  },
};

export const halfOpen: Fault = {
  name: 'half-open',
  about: 'signaling socket open, but nothing passes',
  targets: { ...NO_GAP, 'noticed and resumed after': { atMost: 15_000 + 2_000, unit: 'ms' } },
  async round(talk) {
    const fromMs = now();
    talk.ada.line.signaling.swallowAll();
    const resumedAt = await talk.hearsNews(talk.ada);
    const { sound, picture } = await talk.recovered(fromMs);
    return {
      figures: {
        'longest pause of the sound': sound.lengthMs,
        'longest pause of the picture': picture.lengthMs,
        'noticed and resumed after': resumedAt - fromMs,
      },
    };
  },
};
