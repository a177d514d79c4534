import type { Chapter, Scene } from './Chapter.ts';
import { isCaptured } from './seen.ts';

/** When one is heard, and how one sounds. */
export const voice: Chapter = {
  title: 'voice',
  steps: {
    'is heard': async ({ ada, ben }) => {
      await ada.command('toggleMicrophone');
      await ben.hears(ada.person);
    },

    'mutes, and is told when speaking all the same': async ({ ada, ben }) => {
      await ada.command('toggleMicrophone');
      await ben.findsTile(ada.person, { muted: true });
      await ada.person.shows(ada.texts.call.youAreMuted('M'));
      await ada.press(ada.texts.rooms.mute);
      await ben.findsTile(ada.person, { muted: false });
      await ada.person.showsNo(ada.texts.call.youAreMuted('M'));
    },

    'pushes to talk': async ({ ada, ben }) => {
      const { call, settings } = ada.texts;
      await ada.within(call.choose.microphone, () =>
        ada.choose('radio', settings.modes.pushToTalk.name),
      );
      await ben.hearsNothingOf(ada.person);
      await ada.hands.hold(ada.page.getByText(call.holdToTalk), async () => {
        await ada.person.shows(call.onAir);
        await ben.hears(ada.person);
      });
      await ada.person.shows(call.holdToTalk);
    },

    'pushes another key to talk': async ({ ada, ben }) => {
      const { settings } = ada.texts;
      await ada.inSettings('voice', async () => {
        await ada.press(settings.changeKey);
        await ada.page.keyboard.press('KeyB');
        await ada.person.showsNo(settings.pressKey);
        await ada.slide(settings.release, 0);
      });
      await ben.hearsNothingOf(ada.person);
      await ada.page.keyboard.down('KeyB');
      await ben.hears(ada.person);
      await ada.page.keyboard.up('KeyB');
      await ben.hearsNothingOf(ada.person);
    },

    'is heard when louder than the threshold': async ({ ada, ben }) => {
      const { settings } = ada.texts;
      await ada.inSettings('voice', async () => {
        await ada.choose('radio', settings.modes.threshold.name);
        await ada.slide(settings.threshold, 0);
        await ben.hearsNothingOf(ada.person);
        await ada.slide(settings.threshold, -60);
        await ben.hears(ada.person);
        await ada.choose('radio', settings.modes.open.name);
      });
    },

    'chooses what is done to the voice': async (scene) => {
      const { ada } = scene;
      const { settings } = ada.texts;
      await ada.inSettings('voice', async () => {
        await ada.choose('radio', settings.noises.off.name);
        await isProcessed(scene, { noiseSuppression: false });
        await ada.choose('radio', settings.noises.rnnoise.name);
        await scene.ben.hears(ada.person);
        await ada.choose('radio', settings.noises.browser.name);
        await isProcessed(scene, { noiseSuppression: true });
        await ada.choose('switch', settings.echo);
        await isProcessed(scene, { echoCancellation: false });
        await ada.choose('switch', settings.autoGain);
        await isProcessed(scene, { autoGainControl: false });
        await ada.slide(settings.inputVolume, 0);
        await scene.ben.hearsNothingOf(ada.person);
        await ada.slide(settings.inputVolume, 100);
        await scene.ben.hears(ada.person);
      });
    },

    'tries the speaker, and turns everybody down': async ({ ada, ben }) => {
      const { settings } = ada.texts;
      await ben.turnOn('microphone');
      await ada.person.hears(ben);
      await ada.inSettings('voice', async () => {
        await ada.press(settings.testSpeaker);
        await ada.person.shows(settings.playingTest);
        await ada.button(settings.testSpeaker).waitFor();
        await ada.slide(settings.masterVolume, 0);
        await ada.person.hearsNothingOf(ben);
        await ada.slide(settings.masterVolume, 100);
        await ada.person.hears(ben);
      });
    },

    'hears nobody, and everybody again': async ({ ada, ben }) => {
      await ada.command('toggleDeafened');
      await ada.person.hearsNothingOf(ben);
      await ben.shows('hears nobody');
      await ada.press(ada.texts.rooms.deafen);
      await ada.person.hears(ben);
    },
  },
};

/** The microphone that is open is treated like this by the browser. */
async function isProcessed({ ada, ben }: Scene, expected: MediaTrackSettings): Promise<void> {
  const [[setting, value]] = Object.entries(expected) as [[keyof MediaTrackSettings, unknown]];
  await isCaptured(ada, 'microphone', ({ settings }) => settings[setting] === value);
  await ben.hears(ada.person);
}
