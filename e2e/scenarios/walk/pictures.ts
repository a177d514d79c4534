import { expect } from 'vitest';
import { until } from '../../support/until.ts';
import type { Chapter, Scene } from './Chapter.ts';
import { isCaptured } from './seen.ts';

/** What one shows: a camera, and screens. */
export const pictures: Chapter = {
  title: 'camera and screen',
  steps: {
    'turns the camera on': async ({ ada, ben }) => {
      await ada.command('toggleCamera');
      await ben.sees(ada.person);
    },

    'chooses how good the picture is': async ({ ada, ben }) => {
      const { call } = ada.texts;
      await ada.within(call.choose.camera, () => ada.choose('radio', '360p'));
      // The fake camera knows one size only.
      await isCaptured(ada, 'camera', ({ constraints }) => constraints.height === 360);
      await ben.sees(ada.person);
    },

    'blurs the background, and not': async (scene) => {
      const { ada, ben } = scene;
      const { call, settings } = ada.texts;
      const sharp = await contrastOf(scene);
      await ada.within(call.choose.camera, () => ada.choose('radio', settings.blurs.strong));
      await until('the background is blurred', async () => {
        const seen = await contrastOf(scene);
        return { met: seen < 0.97 * sharp, seen: [sharp, seen] };
      });
      await ben.sees(ada.person);
      await ada.within(call.choose.camera, () => ada.choose('radio', settings.blurs.off));
      await until('the background is sharp', async () => {
        const seen = await contrastOf(scene);
        return { met: seen > 0.99 * sharp, seen: [sharp, seen] };
      });
    },

    'looks at the preview, not mirrored': async ({ ada }) => {
      const { settings } = ada.texts;
      await ada.inSettings('video', async () => {
        await ada.press(settings.startPreview);
        const preview = ada.page.getByLabel(settings.preview).last();
        await preview.waitFor();
        expect(await preview.getAttribute('data-mirrored')).toBe('true');
        await ada.choose('switch', settings.mirror);
        await ada.finds('the mirror', () => preview.getAttribute('data-mirrored'), 'false');
        await ada.press(settings.stopPreview);
      });
    },

    'turns the camera off': async ({ ada, ben }) => {
      await ada.command('toggleCamera');
      await ben.seesNoPictureOf(ada.person);
      expect(await ada.person.isCapturing('camera')).toBe(false);
    },

    'shares a screen as sharp text, with its sound': async ({ ada, ben }) => {
      await ada.command('toggleScreen');
      await Promise.all([ben.seesScreenOf(ada.person), ben.hearsScreenOf(ada.person)]);
      await isCaptured(ada, 'screen', ({ hint }) => hint === 'text' || hint === 'detail');
    },

    'shares it as smooth motion, silent': async ({ ada, ben }) => {
      const { call, settings } = ada.texts;
      await ada.command('toggleScreen');
      await ben.seesNoPictureOf(ada.person, 'screen');
      await ada.within(call.choose.screen, async () => {
        await ada.choose('radio', settings.screenMotion);
        await ada.choose('switch', settings.screenSound);
      });
      await ada.command('toggleScreen');
      await ben.seesScreenOf(ada.person);
      await isCaptured(ada, 'screen', ({ hint }) => hint === 'motion');
      expect(await ada.person.isCapturing('screenAudio')).toBe(false);
    },

    'shares at the same time as somebody else': async ({ ada, ben }) => {
      await ben.turnOn('screen');
      await ada.person.shows(ada.texts.call.sharesScreen('Ben'));
      await Promise.all([ada.person.seesScreenOf(ben), ben.seesScreenOf(ada.person)]);
    },
  },
};

/** How much there is to see in her picture, where Ben sees it. */
async function contrastOf({ ada, ben }: Scene): Promise<number> {
  const seen = await ben.pictures();
  return seen.find(({ name }) => name === ada.person.name)?.contrast ?? 0;
}
