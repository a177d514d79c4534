/** WCAG 2.2 AA on every screen, in both themes, as far as a machine can tell; and where the focus is. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../packages/web/src/i18n/index.ts';
import { isAccessible, showsFocusEverywhere } from './support/accessibility.ts';
import { button } from './support/button.ts';
import { DOT } from './support/dot.ts';
import type { Person } from './support/Person.ts';
import { popupOf } from './support/popup.ts';
import { useStage } from './support/Stage.ts';
import { Writer } from './support/Writer.ts';

const texts = LANGUAGES.en;

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

const stage = useStage({ OTTOGI_FILE_MAX_MB: '1' });

test('every screen outside of a call is accessible, and so is every dialog', async () => {
  const writer = await Writer.connect(stage.server.url, 'Wren');
  stage.alsoClose(writer);
  const ada = await stage.arrive('Ada');
  const { page } = ada;
  await ada.shows(texts.rooms.welcome);
  await isAccessible(page, 'welcome');
  await ada.introduce();
  await isAccessible(page, 'the first room');
  await showsFocusEverywhere(page, 'the first room');

  await opens(page, button(page, texts.rooms.newRoomWithMore), async (dialog) => {
    await dialog.getByRole('button', { name: texts.rooms.create }).click();
    await ada.shows(texts.nameNeeded);
    await isAccessible(page, 'a new room');
  });
  const lockedId = await writer.createRoom({ name: 'Vault', password: 'sesame', peerLimit: 5 });
  await writer.write(lockedId, 'secret');
  await writer.createRoom({ name: 'Garden', topic: 'Bees and trees' });
  await ada.shows('Garden');
  await isAccessible(page, 'rooms');
  await opens(page, button(page, `${ada.name} ${texts.rooms.profile}`), () =>
    isAccessible(page, 'profile'),
  );
  await opens(page, button(page, texts.rooms.moreOf('Garden')), async () => {
    await isAccessible(page, 'menu of a room');
  });
  // What is unread stands in its name too.
  await page.getByRole('button', { name: texts.rooms.chatOf('Vault') }).click();
  await ada.shows(texts.rooms.passwordLead);
  await isAccessible(page, 'chat that asks for a password');
  await page.getByLabel(texts.rooms.password, { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await ada.shows(texts.rooms.passwordWrong);
  await isAccessible(page, 'wrong password');
  await ada.visit('/r/Vault');
  await ada.shows(texts.call.checkDevices, texts.settings.verdicts.good.title);
  await isAccessible(page, 'door of a room');
  await showsFocusEverywhere(page, 'door of a room');
});

test('every dialog is accessible, and gives the focus back', async () => {
  const ada = await stage.arriveNamed('Ada');
  const { page } = ada;
  await ada.openRoom('Lounge');
  await page.getByLabel(texts.call.stage).waitFor();

  await opens(page, button(page, texts.rooms.settings), async (dialog) => {
    for (const tab of Object.values(texts.settings.tabs)) {
      await dialog.getByRole('tab', { name: tab }).click();
      if (tab === texts.settings.tabs.network) await ada.shows(texts.settings.checkAgain);
      await isAccessible(page, `settings: ${tab}`);
    }
    await dialog.getByRole('tab', { name: texts.settings.tabs.voice }).click();
    await showsFocusEverywhere(page, 'settings');
  });
  const settings = button(page, texts.rooms.settings);
  for (const [keys, screen] of [
    ['Control+k', 'the switcher'],
    ['Shift+Slash', 'help'],
  ] as const) {
    await settings.focus();
    await page.keyboard.press(keys);
    await page.getByRole('dialog').waitFor();
    await isAccessible(page, screen);
    await page.keyboard.press('Escape');
    await hasFocus(settings, screen);
  }
  for (const [item, screen] of [
    [texts.rooms.edit, 'edit a room'],
    [texts.rooms.showBans, 'bans'],
    [texts.rooms.delete, 'delete a room'],
  ] as const) {
    await button(page, texts.rooms.moreOf('Lounge')).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: item }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await isAccessible(page, screen);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await hasFocus(button(page, texts.rooms.moreOf('Lounge')), screen);
  }
});

test('a call and its chat are accessible, alone, with others, and when something is wrong', async () => {
  const ada = await stage.arriveNamed('Ada');
  const { page } = ada;
  await page.setViewportSize(DESKTOP);
  await ada.openRoom('Lounge');
  await ada.isWith();
  await isAccessible(page, 'alone in a call');
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await ben.turnOn('camera', 'screen');
  await ada.seesScreenOf(ben);
  await ben.press(texts.call.switches.hand.name);
  await ada.shows(texts.rooms.peerRaisedHand('Ben'));
  await isAccessible(page, 'a call, and a toast');
  await showsFocusEverywhere(page, 'a call');

  for (const name of [
    texts.call.choose.microphone,
    texts.call.choose.camera,
    texts.call.choose.screen,
    texts.call.reactions,
    texts.call.more,
    texts.call.optionsFor('Ben'),
    texts.call.optionsFor(texts.call.screenOf('Ben')),
  ]) {
    await opens(page, button(page, name), () => isAccessible(page, `a call: ${name}`));
  }
  await button(page, texts.call.switches.deafen.name).click();
  await button(page, texts.call.switches.layout.name).click();
  await isAccessible(page, 'a call with one large');

  await button(page, texts.call.switches.chat.name).click();
  await ada.shows(texts.chat.empty);
  await isAccessible(page, 'an empty chat');
  const write = page.getByLabel(texts.chat.write('Lounge'));
  await write.fill('**bold** `code` https://example.org\n```\nmany\nlines\n```\n> said\n- list');
  await page.locator('input[type=file]').setInputFiles([
    { name: 'dot.png', mimeType: 'image/png', buffer: DOT },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') },
  ]);
  await isAccessible(page, 'a message that is being written');
  await write.press('Enter');
  await button(page, texts.chat.openImage('dot.png')).waitFor();
  await page.getByRole('article').last().hover();
  await isAccessible(page, 'a chat');
  await button(page, texts.chat.reply).click();
  await isAccessible(page, 'a reply');
  await opens(page, button(page, texts.chat.openImage('dot.png')), () =>
    isAccessible(page, 'a picture'),
  );
  await opens(page, button(page, texts.chat.emoji), () => isAccessible(page, 'emoji'));
  await button(page, texts.chat.search).click();
  // What lies under the mouse now would explain itself in the middle of the next look.
  await page.mouse.move(0, 0);
  await page.getByLabel(texts.chat.search).last().fill('bold');
  await ada.shows(texts.chat.searchFound(1));
  await isAccessible(page, 'search');
  await showsFocusEverywhere(page, 'a call with its search');

  await stage.server.kill('SIGKILL');
  await ada.shows(texts.call.lost.connection);
  await isAccessible(page, 'a lost connection');
  await stage.server.start();
  await ada.showsNo(texts.call.lost.connection);
});

test('on a phone everything is accessible, and nothing is wider than the screen', async () => {
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await ben.turnOn('camera');
  const ada = await stage.arriveNamed('Ada');
  const { page } = ada;
  await page.setViewportSize(PHONE);
  await fits(ada, 'home');
  await ada.enter('Lounge');
  await ada.sees(ben);
  await fits(ada, 'a call');
  await button(page, texts.rooms.openMenu).click();
  await fits(ada, 'rooms');
  await page.keyboard.press('Escape');
  await opens(page, button(page, texts.call.more), () => fits(ada, 'more'));
  await page.getByRole('radio', { name: texts.rooms.chat }).check({ force: true });
  await page.getByLabel(texts.chat.write('Lounge')).waitFor();
  await fits(ada, 'chat');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').waitFor();
  await fits(ada, 'settings');
});

/** Opens what a button opens by the keyboard, and finds the focus on the button again afterwards. */
async function opens(
  page: Page,
  trigger: Locator,
  within: (popup: Locator) => Promise<void>,
): Promise<void> {
  await trigger.focus();
  await page.keyboard.press('Enter');
  const popup = popupOf(page);
  await popup.waitFor();
  await within(popup);
  await page.keyboard.press('Escape');
  await popup.waitFor({ state: 'detached' });
  await hasFocus(trigger, 'after its window');
}

async function hasFocus(element: Locator, screen: string): Promise<void> {
  const has = await element.evaluate((each) => each === document.activeElement);
  expect.soft(has, `the focus is back, ${screen}`).toBe(true);
}

async function fits(person: Person, screen: string): Promise<void> {
  const { page } = person;
  await isAccessible(page, `${screen} on a phone`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect.soft(width, `${screen} on a phone`).toBeLessThanOrEqual(PHONE.width);
  expect.soft(await page.evaluate(cutOff), `${screen} on a phone: cut off`).toEqual([]);
}

/** Runs in the page: what reaches beyond the edge of the screen, with no way to scroll there. */
function cutOff(): string[] {
  const within = (element: Element) => {
    const { left, right } = element.getBoundingClientRect();
    return left >= 0 && right <= innerWidth + 1;
  };
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    ((/auto|scroll/.test(getComputedStyle(element).overflowX) && within(element)) ||
      scrolls(element.parentElement));
  return [...document.querySelectorAll('button, input, textarea, a, p, h1, h2, h3')]
    .filter((element) => element.checkVisibility() && !element.closest('[inert]'))
    .filter((element) => element.clientWidth > 1 && !within(element))
    .filter((element) => !scrolls(element.parentElement))
    .map((element) => element.outerHTML.slice(0, 200));
}
