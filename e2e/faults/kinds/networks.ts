/** What happens to the way that media takes. */
import type { Fault } from '../Fault.ts';
import { now } from '../gaps.ts';
import type { Talk } from '../Talk.ts';
import { backAfter, backWithin } from './mediaFigures.ts';

const BACK = backWithin(3_000);

export const addressChanged: Fault = {
  name: 'address-changed',
  about: "a browser's packets come from another address",
  targets: BACK,
  async round(talk) {
    const fromMs = now();
    talk.ada.line.moveAddress();
    return { figures: backAfter(await talk.recovered(fromMs), fromMs) };
  },
};

export const udpDead: Fault = {
  name: 'udp-dead',
  about: 'no UDP passes any more, and the TURN server is gone; TCP passes',
  targets: { ...BACK, 'not told that it is TCP': { atMost: 0, unit: '' } },
  stage: { turn: true },
  async round(talk) {
    const fromMs = now();
    talk.ada.line.impair({ loss: 1 });
    try {
      const recovery = await talk.recovered(fromMs);
      return {
        figures: {
          ...backAfter(recovery, fromMs),
          'not told that it is TCP': (await toldOfTcp(talk)) ? 0 : 1,
        },
      };
    } finally {
      talk.ada.line.impair();
      // Over UDP again, for the next round.
      await talk.comesAnew(talk.ada);
    }
  },
};

/** The page says so at one's own tile, once it is sure. */
async function toldOfTcp({ ada }: Talk): Promise<boolean> {
  try {
    await ada.person.shows('UDP is blocked here, so it goes by TCP');
    return true;
  } catch {
    return false;
  }
}
