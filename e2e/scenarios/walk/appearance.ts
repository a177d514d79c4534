import { type Language, LANGUAGES } from '../../../packages/web/src/i18n/index.ts';
import type { Chapter } from './Chapter.ts';
import { Walker } from './Walker.ts';

/** How the page looks and speaks, and what it says by itself. */
export const appearance: Chapter = {
  title: 'settings of the page',
  steps: {
    'is dark, light, or as the system is': async ({ ada }) => {
      const { settings } = ada.texts;
      await ada.page.emulateMedia({ colorScheme: 'light' });
      await ada.inSettings('appearance', async () => {
        await ada.finds('dark', () => isDark(ada), false);
        await ada.choose('radio', settings.themes.dark);
        await ada.finds('dark', () => isDark(ada), true);
        await ada.choose('radio', settings.themes.light);
        await ada.page.emulateMedia({ colorScheme: 'dark' });
        await ada.finds('dark', () => isDark(ada), false);
        await ada.choose('radio', settings.themes.system);
        await ada.finds('dark', () => isDark(ada), true);
      });
    },

    'begins calls with who speaks large': async ({ ada }) => {
      const { settings } = ada.texts;
      const spotlight = ada.button(ada.texts.call.switches.layout.name);
      await ada.inSettings('appearance', () => ada.choose('radio', settings.layouts.spotlight));
      await ada.finds('spotlight', () => spotlight.getAttribute('aria-pressed'), 'true');
    },

    'speaks the other language, and one’s own again': async ({ ada }) => {
      const other: Language = ada.language === 'en' ? 'ko' : 'en';
      const abroad = new Walker(ada.person, ada.hands, other, LANGUAGES[other]);
      const language = () => ada.page.locator('html').getAttribute('lang');
      await ada.inSettings('appearance', async () => {
        await ada.choose('radio', LANGUAGES[other].languageName);
        await ada.person.shows(LANGUAGES[other].settings.theme);
      });
      await ada.finds('the language', language, other);
      await abroad.inSettings('appearance', () => abroad.choose('radio', ada.texts.languageName));
      await ada.finds('the language', language, ada.language);
    },

    'makes no sounds': async ({ ada }) => {
      const { settings } = ada.texts;
      const sounds = ada.find('switch', settings.sounds);
      await ada.inSettings('notifications', async () => {
        await ada.hands.press(sounds);
        await ada.finds('sounds', () => sounds.getAttribute('aria-checked'), 'false');
      });
    },

    'checks the network in the midst of a call': async ({ ada }) => {
      const { settings } = ada.texts;
      await ada.inSettings('network', async () => {
        await ada.press(settings.checkAgain);
        await ada.person.shows(settings.verdicts.good.title, settings.verdicts.slow.title);
        await ada.person.shows(settings.ways.ok);
      });
    },

    'reads which version it is': async ({ ada }) => {
      await ada.inSettings('about', () => ada.person.shows(ada.texts.settings.about));
    },
  },
};

/** By the page's ground as a canvas paints it, whatever it is written in. */
async function isDark({ page }: Walker): Promise<boolean> {
  return page.evaluate(() => {
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red] = context.getImageData(0, 0, 1, 1).data;
    return red! < 128;
  });
}
