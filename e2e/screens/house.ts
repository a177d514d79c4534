/** What whoever looks after a room sees, and whoever wants to be let in. */
import type { Page } from 'playwright-core';
import { errorText } from '../../packages/web/src/i18n/index.ts';
import { formatRoute } from '../../packages/web/src/model/route.ts';
import { button } from '../support/button.ts';
import { popupOf } from '../support/popup.ts';
import type { Company } from './Company.ts';
import { moving } from './moving.ts';
import { DESKTOP, PHONE, type Take } from './Take.ts';

export async function takeHouse(company: Company, take: Take): Promise<void> {
  const { script, texts } = company;
  const room = script.rooms.call;
  const [ben, chiara] = script.others;
  await company.pageOf(ben, formatRoute(room));
  const outside = await company.pageOf(chiara, formatRoute(script.rooms.other));
  const page = await company.pageOf({ name: script.viewer, portrait: 'ada' }, formatRoute(room));
  for (const each of [page, outside]) await each.setViewportSize(DESKTOP);
  await moving(page, 2);
  await handOn(company);
  await page.getByTitle(texts.rooms.roles.owner).first().waitFor();

  const about = button(page, texts.call.optionsFor(ben.name));
  await about.click();
  await page.getByText(texts.call.handOn).waitFor();
  await take(page, 'moderation');
  await button(page, texts.call.nameModerator).click();
  await page.getByTitle(texts.rooms.roles.moderator).first().waitFor();
  await about.click();
  await button(page, texts.call.ban).click();
  await page.getByRole('dialog').getByText(texts.call.asking.ban.text).waitFor();
  await take(page, 'ban');
  await button(page, texts.cancel).click();
  await popupOf(page).waitFor({ state: 'detached' });

  await openMenu(company, page);
  await take(page, 'room-menu');
  await page.getByRole('menuitem', { name: texts.rooms.addLobby }).click();
  await outside.getByTitle(texts.rooms.hasLobby).waitFor();
  await outside.getByTitle(texts.rooms.enterRoom(room), { exact: true }).click();
  await outside.getByText(texts.rooms.lobbyKnows).waitFor();
  await take(outside, 'lobby-from-call');
  await outside.goto(company.server.url + formatRoute(null));
  await outside.getByTitle(texts.rooms.enterRoom(room), { exact: true }).click();
  await outside.getByText(texts.rooms.lobbyKnows).waitFor();
  await take(outside, 'lobby');
  await page.getByText(texts.call.knocks(chiara.name)).last().waitFor();
  await take(page, 'knock');
  await page.setViewportSize(PHONE);
  await take(page, 'phone-knock');
  await page.setViewportSize(DESKTOP);
  await button(page, texts.call.refuseNamed(chiara.name)).click();
  await outside.getByText(errorText(texts, 'notAdmitted', 'call').title).waitFor();
  await take(outside, 'lobby-refused');

  await openMenu(company, page);
  await page.getByRole('menuitem', { name: texts.rooms.lock }).click();
  await outside.getByTitle(texts.rooms.shut).waitFor();
  await button(outside, texts.tryAgain).click();
  await outside.getByText(errorText(texts, 'roomLocked', 'call').title).waitFor();
  await take(outside, 'locked');
}

/** Who made the rooms gives this one to the viewer. */
async function handOn({ host, script, server }: Company): Promise<void> {
  const { peers } = await server.state();
  const viewer = peers.find(({ name }) => name === script.viewer);
  if (!viewer) throw new Error(`${script.viewer} is in no room`);
  await host.client.moderation.handOn(host.roomId(script.rooms.call), viewer.personId);
}

async function openMenu({ script, texts }: Company, page: Page): Promise<void> {
  await page
    .getByTitle(texts.rooms.enterRoom(script.rooms.call), { exact: true })
    .click({ button: 'right' });
  await page.getByRole('menu').waitFor();
}
