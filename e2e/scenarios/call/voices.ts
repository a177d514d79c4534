import { LANGUAGES } from '../../../packages/web/src/i18n/index.ts';
import type { Person } from '../../support/Person.ts';
import { until } from '../../support/until.ts';
import { muteAndUnmute } from '../devices.ts';
import type { Scenarios } from './Scene.ts';

const { call, rooms } = LANGUAGES.en;

export const voices: Scenarios = {
  'whoever mutes the microphone is not heard, and everybody sees it': async ({ ada, ben, cem }) => {
    await Promise.all([ada.turnOn('microphone'), cem.turnOn('microphone')]);
    await muteAndUnmute(ada, ben);
    await ben.hears(cem);
  },

  'whoever speaks is shown as speaking': async ({ ada, ben }) => {
    await ben.finds(ada, { speaking: false });
    await ada.turnOn('microphone');
    await ben.finds(ada, { speaking: true });
    await ben.finds(ada, { speaking: false });
    await ben.finds(ada, { speaking: true });
  },

  'whoever is deafened hears nobody, which is seen, and then everybody again': async ({
    ada,
    ben,
    cem,
  }) => {
    await Promise.all([ben.turnOn('microphone'), cem.turnOn('microphone')]);
    await ada.hears(ben, cem);
    await ada.press(rooms.deafen);
    await Promise.all([ben, cem].map((other) => ada.hearsNothingOf(other)));
    await ben.finds(ada, { deafened: true });
    await ada.press(rooms.deafen);
    await ada.hears(ben, cem);
    await ben.finds(ada, { deafened: false });
  },

  'each voice has a volume of its own': async ({ ada, ben, cem }) => {
    await Promise.all([ben.turnOn('microphone'), cem.turnOn('microphone')]);
    await setVolume(ada, 'Ben', 50);
    await isHeardAt(ada, ben, 0.5);
    await isHeardAt(ada, cem, 1);
    await setVolume(ada, 'Ben', 100);
    await isHeardAt(ada, ben, 1);
  },
};

async function setVolume({ page }: Person, name: string, percent: number): Promise<void> {
  await page.getByRole('button', { name: call.optionsFor(name), exact: true }).click();
  await page.getByRole('slider', { name: call.voiceVolume, exact: true }).fill(String(percent));
  await page.keyboard.press('Escape');
}

async function isHeardAt(listener: Person, speaker: Person, volume: number): Promise<void> {
  await until(`${listener.name} hears ${speaker.name} at ${volume}`, async () => {
    const seen = await listener.soundOf(speaker);
    return { met: Math.abs((seen?.volume ?? 0) - volume) < 0.01, seen };
  });
}
