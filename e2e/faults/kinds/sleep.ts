/** What happens to a page that is not given any time. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../Fault.ts';
import { now } from '../gaps.ts';

/** Longer than anybody is kept in the list. */
const ASLEEP_MS = 40_000;
const FROZEN_MS = 10_000;

export const asleep: Fault = {
  name: 'asleep',
  about: `a whole browser stopped for ${ASLEEP_MS / 1_000} s, as in a laptop's sleep`,
  targets: {
    'marked after': { atMost: 10_000, unit: 'ms' },
    'gone after': { atMost: 30_000, unit: 'ms' },
    'back after waking': { atMost: 5_000, unit: 'ms' },
  },
  stage: { apart: true },
  slow: true,
  async round(talk) {
    const fromMs = now();
    const seen = talk.watch('Ada');
    const wake = await talk.ada.browser.sleep();
    try {
      await delay(ASLEEP_MS);
    } finally {
      wake();
    }
    const wokenAt = now();
    const { markedAt, goneAt } = seen.stop();
    const { picture } = await talk.recovered(wokenAt);
    return {
      figures: {
        'marked after': (markedAt ?? Infinity) - fromMs,
        'gone after': (goneAt ?? Infinity) - fromMs,
        'back after waking': Math.max(0, picture.endedAt - wokenAt),
      },
    };
  },
};

export const frozen: Fault = {
  name: 'frozen',
  about: `a tab frozen by its browser for ${FROZEN_MS / 1_000} s`,
  targets: { 'back after thawing': { atMost: 5_000, unit: 'ms' } },
  async round(talk) {
    const session = await talk.ada.page.context().newCDPSession(talk.ada.page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await delay(FROZEN_MS);
    const fromMs = now();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await session.detach();
    await talk.hearsNews(talk.ada);
    const { picture } = await talk.recovered(fromMs);
    return { figures: { 'back after thawing': Math.max(0, picture.endedAt - fromMs) } };
  },
};
