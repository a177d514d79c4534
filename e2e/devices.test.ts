/** What is plugged and unplugged while one talks. */
import { expect, test } from 'vitest';
import { LANGUAGES } from '../packages/web/src/i18n/index.ts';
import { button } from './support/button.ts';
import type { Person } from './support/Person.ts';
import { installPlugs } from './support/plugs.ts';
import { installModestCamera, MODEST } from './support/modestCamera.ts';
import { useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

const { call, settings } = LANGUAGES.en;

const stage = useStage();

test.each([
  {
    source: 'microphone',
    chooser: call.choose.microphone,
    kind: settings.microphone,
    switched: call.switched.microphone,
    arrives: (ada: Person, ben: Person) => ben.hears(ada),
  },
  {
    source: 'camera',
    chooser: call.choose.camera,
    kind: settings.camera,
    switched: call.switched.camera,
    arrives: (ada: Person, ben: Person) => ben.sees(ada),
  },
] as const)(
  'a $source that is unplugged gives way to another, and comes back',
  async ({ source, chooser, kind, switched, arrives }) => {
    const { ada, ben } = await adaAndBen();
    await ada.turnOn(source);
    const chosen = await chooseLast(ada, chooser, kind);
    await arrives(ada, ben);
    const sent = await producersOf(source);

    await ada.tab.evaluate((label) => ottogiPlugs.pull(label), chosen);
    expect(await saidToBe(ada, switched, chosen)).not.toBe(chosen);
    await goesOn(ada, source);
    await arrives(ada, ben);

    await ada.tab.evaluate((label) => ottogiPlugs.putBack(label), chosen);
    await ada.shows(switched(chosen));
    await arrives(ada, ben);
    // The same sender all the time: to the others nothing stopped and began.
    expect(await producersOf(source)).toEqual(sent);
    expect(await ada.alerts()).toEqual([]);
  },
);

test('headphones that are unplugged leave the others to be heard', async () => {
  const { ada, ben } = await adaAndBen();
  await ben.turnOn('microphone');
  await ada.turnOn('microphone');
  const headphones = await chooseLast(ada, call.choose.microphone, settings.speaker);
  await ada.hears(ben);
  await ada.tab.evaluate((label) => ottogiPlugs.pull(label), headphones);
  await ada.shows(call.switched.speaker(settings.defaultDevice));
  await ada.hears(ben);
  await ada.tab.evaluate((label) => ottogiPlugs.putBack(label), headphones);
  await ada.shows(call.switched.speaker(headphones));
  await ada.hears(ben);
});

async function adaAndBen(): Promise<{ ada: Person; ben: Person }> {
  // A camera that plays a file is always the only one. Of these, which draw something themselves,
  // the second tells depths, which no codec takes.
  const flags = ['--use-fake-device-for-media-stream=device-count=3'];
  const ben = await stage.arriveIn('Lounge', 'Ben');
  const ada = await stage.arrive('Ada', { camera: null, flags, path: null });
  await ada.page.addInitScript(installPlugs);
  await ada.page.addInitScript(installModestCamera, MODEST);
  await ada.visit('/r/Lounge?name=Ada&join=1');
  await ben.isWith(ada);
  return { ada, ben };
}

/** Chooses the last device of a kind, which is not the default one. Resolves to its name. */
async function chooseLast({ page }: Person, chooser: string, kind: string): Promise<string> {
  await button(page, chooser).click();
  await page.getByRole('dialog').getByRole('combobox', { name: kind, exact: true }).click();
  const option = page.getByRole('option').last();
  const name = await option.innerText();
  await option.click();
  await page.keyboard.press('Escape');
  return name;
}

/** Reads in a toast which device is in use now. */
async function saidToBe(
  { page }: Person,
  say: (device: string) => string,
  before: string,
): Promise<string> {
  const [start] = say('|').split('|');
  const toast = page.getByText(start!).filter({ hasNotText: before });
  return (await toast.first().innerText()).slice(start!.length);
}

/** What is sent never stood still: it is on, and no more than one device is open. */
async function goesOn(person: Person, source: 'microphone' | 'camera'): Promise<void> {
  await person.hasOn(source);
  await until(`one ${source} is open`, async () => {
    const captured = await person.captured();
    const open = captured.filter((each) => each.source === source && each.state === 'live');
    return { met: open.length === 1, seen: open };
  });
}

async function producersOf(source: string): Promise<string[]> {
  const { producers } = await stage.server.state();
  return producers.filter((each) => each.source === source).map(({ producerId }) => producerId);
}
