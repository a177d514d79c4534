import type { Locator } from 'playwright-core';
import { formatRoute } from '../../../packages/web/src/model/route.ts';
import { until } from '../../support/until.ts';
import type { Chapter } from './Chapter.ts';
import { tileInColour } from './seen.ts';
import type { Walker } from './Walker.ts';

/** Before a call: everything that can be looked at, so that nobody begins with “can you hear me?”. */
export const door: Chapter = {
  title: 'the door of a room',
  begin: formatRoute,
  steps: {
    'sees who is inside': async ({ ada, ben, room }) => {
      const { texts } = ada;
      await ada.person.shows(texts.call.joinAlone);
      await ben.visit(`${formatRoute(room)}?name=Ben&join=1`);
      await ben.isIn(room);
      await ada.person.shows('Ben');
    },

    'looks at oneself': async ({ ada }) => {
      const { call, settings } = ada.texts;
      await ada.hands.press(wish(ada, call.cameraOnJoin));
      const picture = ada.page.getByLabel(settings.preview);
      await until('the preview moves', async () => {
        const seen = await picture.evaluate(
          (video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames,
        );
        return { met: seen > 5, seen };
      });
    },

    'sees that the microphone works': async ({ ada }) => {
      const { call, settings } = ada.texts;
      await ada.hands.press(wish(ada, call.microphoneOnJoin));
      await until('the level goes up', async () => {
        const seen = await ada.page
          .getByLabel(settings.inputLevel)
          .evaluate((meter: HTMLMeterElement) => meter.value);
        return { met: seen > 0.3, seen };
      });
    },

    'hears that the speaker works': async ({ ada }) => {
      const { settings } = ada.texts;
      await ada.press(settings.testSpeaker);
      await ada.person.shows(settings.playingTest);
      await ada.button(settings.testSpeaker).waitFor();
    },

    'chooses devices': async ({ ada }) => {
      const { settings } = ada.texts;
      for (const kind of [settings.microphone, settings.camera, settings.speaker]) {
        await choosesLast(ada, ada.find('combobox', kind));
      }
    },

    'reads how good the network is': async ({ ada }) => {
      const { good, slow } = ada.texts.settings.verdicts;
      await ada.person.shows(good.title, slow.title);
    },

    'joins muted, with the camera on': async ({ ada, ben, room }) => {
      const { texts, person } = ada;
      await ada.hands.press(wish(ada, texts.call.microphoneOnJoin));
      const hue = await ada.slide(texts.rooms.colour, 100);
      await ada.write(texts.yourName, person.name);
      await ada.confirm(texts.call.join);
      await person.isIn(room);
      await ben.sees(person);
      await ben.findsTile(person, { muted: true });
      await tileInColour(ben, person.name, hue).waitFor();
    },

    'finds everything as it was, and joins without devices': async ({ ada, ben, room }) => {
      const { call } = ada.texts;
      await ada.command('leave');
      await ben.isWith();
      await ada.person.visit(formatRoute(room));
      const camera = wish(ada, call.cameraOnJoin);
      await ada.finds('the camera', () => camera.getAttribute('aria-pressed'), 'true');
      await ada.hands.press(camera);
      await ada.press(call.join);
      await ada.person.isIn(room);
      await ben.isWith(ada.person);
      await ben.seesNoPictureOf(ada.person);
    },

    leaves: async ({ ada, ben }) => {
      await ada.command('leave');
      await ada.person.isInNoRoom();
      await ben.isWith();
    },
  },
};

/** Over one's own picture; the panel of oneself has the same button. */
function wish({ page }: Walker, name: string): Locator {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}

/** The last device of a list, which is a real one and not “as the system has it”. */
async function choosesLast(ada: Walker, list: Locator): Promise<void> {
  await ada.hands.press(list);
  const option = ada.page.getByRole('option').last();
  const name = (await option.textContent()) ?? '';
  await ada.hands.press(option);
  await option.waitFor({ state: 'detached' });
  await ada.finds('the device', () => list.innerText(), name);
}
