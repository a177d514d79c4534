import { LANGUAGES } from '../../../packages/web/src/i18n/index.ts';
import type { Person } from '../../support/Person.ts';
import type { Scenarios } from './Scene.ts';

const { call, rooms, save, yourName } = LANGUAGES.en;

/** What one shows the others without a word. */
export const signs: Scenarios = {
  'a hand goes up, and down again': async ({ ada, ben }) => {
    await ada.press(call.switches.hand.name);
    await ben.shows('Ada raised a hand');
    await ben.finds(ada, { handRaised: true });
    await ada.press(call.switches.hand.name);
    await ben.finds(ada, { handRaised: false });
  },

  'everybody sees a reaction': async ({ ada, ben, cem }) => {
    await ada.press(call.reactions);
    await ada.press('🎉');
    await Promise.all([ben, cem].map((other) => other.shows(call.reacted('Ada', '🎉'))));
    await ada.page.keyboard.press('Escape');
  },

  'another name is everywhere at once': async ({ ada, ben, cem }) => {
    await rename(ada, 'Ada', 'Ada II');
    await Promise.all([ben.isWith('Ada II', cem), cem.seesRooms({ Lounge: ['Ada II', ben, cem] })]);
    await rename(ada, 'Ada II', 'Ada');
    await ben.isWith(ada, cem);
  },
};

async function rename({ page }: Person, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: `${from} ${rooms.profile}`, exact: true }).click();
  await page.getByLabel(yourName, { exact: true }).fill(to);
  await page.getByRole('button', { name: save, exact: true }).click();
}
