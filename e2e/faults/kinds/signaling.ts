/** What happens to the connection over which client and server talk, while media goes another way. */
import type { Fault } from '../Fault.ts';
import { now } from '../gaps.ts';
import { NO_GAP, pausesOf } from './mediaFigures.ts';

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
    const recovery = await talk.recovered(fromMs);
    return {
      figures: {
        ...pausesOf(recovery),
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
    const recovery = await talk.recovered(fromMs);
    return {
      figures: {
        ...pausesOf(recovery),
        'noticed and resumed after': resumedAt - fromMs,
      },
    };
  },
};
