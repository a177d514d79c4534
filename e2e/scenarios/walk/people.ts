import type { Locator } from 'playwright-core';
import type { Person } from '../../support/Person.ts';
import { until } from '../../support/until.ts';
import type { Chapter, Scene } from './Chapter.ts';
import type { Walker } from './Walker.ts';

/** What one shows the others without a word, and how loud they are. */
export const people: Chapter = {
  title: 'the others',
  steps: {
    'raises a hand, and lowers it': async ({ ada, ben }) => {
      await ada.command('toggleHand');
      await ben.shows(`${ada.person.name} raised a hand`);
      await markOf(ada, ben, 'hand raised').waitFor();
      await ada.command('toggleHand');
      await markOf(ada, ben, 'hand raised').waitFor({ state: 'detached' });
    },

    reacts: async ({ ada, ben }) => {
      await ada.open(ada.texts.call.reactions);
      await ada.press('🎉');
      await ben.page.locator('figure', { hasText: '🎉' }).waitFor();
    },

    'hears a voice and the stream of one person at volumes of their own': async (scene) => {
      const { ada, ben } = scene;
      const { call } = ada.texts;
      await ben.turnOn('microphone', 'screen');
      await Promise.all([ada.person.hears(ben), ada.person.hearsScreenOf(ben)]);
      await ada.within(ada.options('Ben'), () => ada.slide(call.voiceVolume, 200));
      await ada.within(ada.options(call.screenOf('Ben')), () => ada.slide(call.streamVolume, 50));
      await areHeardAt(scene, { voice: 2, stream: 0.5 });
    },

    'finds the volumes again after a reload': async (scene) => {
      const { ada, ben } = scene;
      await ada.person.tab.reload();
      await ada.person.hears(ben);
      await areHeardAt(scene, { voice: 2, stream: 0.5 });
    },

    'silences one person for oneself alone': async ({ ada, ben }) => {
      const { call } = ada.texts;
      await ada.within(ada.options('Ben'), async () => {
        await ada.choose('switch', call.silenceForMe);
        await ada.person.hearsNothingOf(ben);
        await ada.choose('switch', call.silenceForMe);
        await ada.person.hears(ben);
      });
    },
  },
};

/** What Ben sees on her tile. */
function markOf({ person }: Walker, { page }: Person, mark: string): Locator {
  return page.locator('figcaption', { hasText: person.name }).getByText(mark);
}

/** How loud Ben's voice and screen come out of her speaker; a gain changes over a moment. */
async function areHeardAt(
  { ada, ben }: Scene,
  { voice, stream }: { voice: number; stream: number },
): Promise<void> {
  await until(`hears Ben at ${voice} and his screen at ${stream}`, async () => {
    const seen = [
      (await ada.person.soundOf(ben))?.volume ?? 0,
      (await ada.person.soundOf(ben, 'screenAudio'))?.volume ?? 0,
    ];
    const met = Math.abs(seen[0]! - voice) < 0.06 && Math.abs(seen[1]! - stream) < 0.06;
    return { met, seen };
  });
}
