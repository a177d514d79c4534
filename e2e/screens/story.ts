import type { Locator, Page } from 'playwright-core';
import { formatRoute } from '../../packages/web/src/model/route.ts';
import { button } from '../support/button.ts';
import { popupOf } from '../support/popup.ts';
import type { Company } from './Company.ts';
import { moving } from './moving.ts';
import { DESKTOP, PHONE, type Take } from './Take.ts';

/** Somebody goes through the product, and every screen is taken on the way. */
export async function takeScreens(company: Company, take: Take): Promise<void> {
  const { script, texts } = company;
  const { call: room, other } = script.rooms;
  const ben = await company.pageOf(script.others[0], formatRoute(room));
  await company.pageOf(script.others[1], formatRoute(room));
  await company.pageOf({ name: script.elsewhere, portrait: 'dev' }, formatRoute(other));
  const page = await company.pageOf({ name: script.viewer, portrait: 'ada' }, '/');
  await page.setViewportSize(DESKTOP);
  const shot = (screen: string) => take(page, screen);

  await page.getByLabel(texts.yourName, { exact: true }).waitFor();
  await shot('welcome');
  await page.getByLabel(texts.yourName, { exact: true }).fill(script.viewer);
  await page.keyboard.press('Enter');
  await page.getByText(texts.rooms.hello(script.viewer)).waitFor();
  await shot('rooms');
  await takeDialogs(company, page, shot);
  await takeDoor(company, page, shot);

  await button(page, texts.call.join).click();
  await moving(page, 2);
  await control(page, 'camera').click();
  await moving(page, 3);
  await shot('call');
  await control(ben, 'screen').click();
  await moving(page, 4);
  await shot('call-screen');
  await takeCall(company, page, shot);
  await takeSettings(company, page, shot);
  await takeChat(company, page, shot);
  await takePhone(company, page, shot);
}

async function takeDialogs(company: Company, page: Page, shot: Shot): Promise<void> {
  const { script, texts } = company;
  await button(page, texts.rooms.newRoomWithMore).click();
  await dialog(page, shot, 'new-room');
  await page.getByTitle(texts.rooms.profile).first().click();
  await dialog(page, shot, 'profile');
  await page.keyboard.press('Control+k');
  await dialog(page, shot, 'switcher');
  await page.keyboard.press('Shift+Slash');
  await dialog(page, shot, 'help');
  await openChat(company, page, script.rooms.locked);
  await page.getByText(texts.rooms.passwordLead).waitFor();
  await shot('password');
}

async function takeDoor({ script, texts, server }: Company, page: Page, shot: Shot) {
  await page.goto(server.url + formatRoute(script.rooms.call));
  await page.getByText(texts.settings.verdicts.good.title).waitFor();
  await shot('door');
}

async function takeCall({ script, texts }: Company, page: Page, shot: Shot): Promise<void> {
  for (const [name, screen] of [
    [texts.call.choose.microphone, 'microphone'],
    [texts.call.choose.camera, 'camera'],
    [texts.call.choose.screen, 'sharing'],
    [texts.call.reactions, 'reactions'],
    [texts.call.optionsFor(script.others[1].name), 'person'],
  ] as const) {
    await button(page, name).click();
    await dialog(page, shot, screen);
  }
  await page.keyboard.press('t');
  await page.getByText(texts.call.roundTrip).waitFor();
  await shot('statistics');
  await page.keyboard.press('t');
}

async function takeSettings({ texts }: Company, page: Page, shot: Shot): Promise<void> {
  await page.keyboard.press('Control+,');
  const window = page.getByRole('dialog');
  for (const [key, name] of Object.entries(texts.settings.tabs)) {
    await window.getByRole('tab', { name, exact: true }).click();
    if (key === 'network') await page.getByText(texts.settings.checkAgain).waitFor();
    await shot(`settings-${key}`);
  }
  await page.keyboard.press('Escape');
  await window.waitFor({ state: 'detached' });
}

async function takeChat(company: Company, page: Page, shot: Shot): Promise<void> {
  const { script, texts } = company;
  await button(page, texts.call.switches.chat.name).click();
  await page.getByText(script.talk.more[2]!).waitFor();
  await shot('call-chat');
  await openChat(company, page, script.rooms.other);
  await page.getByText(script.topics.other).first().waitFor();
  await shot('chat');
  await button(page, texts.chat.search).click();
  await page.getByLabel(texts.chat.search).last().fill(script.talk.word);
  await page.getByText(texts.chat.searchFound(2)).waitFor();
  await shot('search');
  await page.keyboard.press('Escape');
}

async function takePhone({ script, texts }: Company, page: Page, shot: Shot): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.getByText(script.talk.more[2]!).first().waitFor();
  await shot('phone-chat');
  await button(page, texts.rooms.openMenu).click();
  await shot('phone-rooms');
  await page.getByTitle(texts.rooms.backToCall(script.rooms.call)).first().click();
  await moving(page, 3);
  await shot('phone-call');
}

type Shot = (screen: string) => Promise<void>;

async function dialog(page: Page, shot: Shot, screen: string): Promise<void> {
  const popup = popupOf(page);
  await popup.waitFor();
  await shot(screen);
  await page.keyboard.press('Escape');
  await popup.waitFor({ state: 'detached' });
}

/** The buttons of a room come when somebody points at it. */
async function openChat({ texts }: Company, page: Page, room: string): Promise<void> {
  await page.getByTitle(texts.rooms.enterRoom(room), { exact: true }).hover();
  // What is unread stands in the name too.
  await page.getByRole('button', { name: texts.rooms.chatOf(room) }).click();
}

function control(page: Page, source: string): Locator {
  return page.locator(`[data-control=${source}]`);
}
