/** What happens to the way that media takes. */
import type { Fault } from '../Fault.ts';
import { now } from '../gaps.ts';

const BACK = {
  'sound back after': { atMost: 3_000, unit: 'ms' },
  'picture back after': { atMost: 3_000, unit: 'ms' },
} as const;

export const addressChanged: Fault = {
  name: 'address-changed',
  about: "a browser's packets come from another address",
  targets: BACK,
  async round(talk) {
    const fromMs = now();
    talk.ada.line.moveAddress();
    const { sound, picture } = await talk.recovered(fromMs);
    return {
      figures: {
        'sound back after': Math.max(0, sound.endedAt - fromMs),
        'picture back after': Math.max(0, picture.endedAt - fromMs),
      },
    };
  },
};

export const udpDead: Fault = {
  name: 'udp-dead',
  about: 'no UDP passes any more, TCP does',
  targets: BACK,
  async round(talk) {
    const fromMs = now();
    talk.ada.line.impair({ loss: 1 });
    try {
      const { sound, picture } = await talk.recovered(fromMs);
      return {
        figures: {
          'sound back after': Math.max(0, sound.endedAt - fromMs),
          'picture back after': Math.max(0, picture.endedAt - fromMs),
        },
      };
    } finally {
      talk.ada.line.impair();
      // Over UDP again, for the next round.
      await talk.comesAnew(talk.ada);
    }
  },
};
