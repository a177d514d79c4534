/** What people see who are not in yet: the door of the whole place, and what is wrong on the way. */
import type { Page } from 'playwright-core';
import { errorText } from '../../packages/web/src/i18n/index.ts';
import { formatRoute } from '../../packages/web/src/model/route.ts';
import { button } from '../support/button.ts';
import { ServerProcess, type ServerEnvironment } from '../support/ServerProcess.ts';
import type { Company } from './Company.ts';
import { DESKTOP, PHONE, type Take } from './Take.ts';

/** An address for documentation (RFC 5737): nothing is there, and nothing is ever sent back. */
const NOWHERE = '192.0.2.1';

export async function takeDoors(company: Company, take: Take): Promise<void> {
  await takeAccess(company, take);
  await takeCheck(company, take);
}

async function takeAccess(company: Company, take: Take): Promise<void> {
  const { texts } = company;
  const { url } = await serverWith(company, { OTTOGI_PASSWORD: 'open sesame' });
  const page = await viewerAt(company, formatRoute(null), url);
  await page.getByText(errorText(texts, 'accessRequired', 'call').title).waitFor();
  await take(page, 'access');
  await page.getByLabel(texts.rooms.password, { exact: true }).fill('open says me');
  await page.keyboard.press('Enter');
  await page.getByText(texts.rooms.passwordWrong).waitFor();
  await take(page, 'access-refused');
}

async function takeCheck(company: Company, take: Take): Promise<void> {
  const { texts } = company;
  const page = await viewerAt(company, '/check');
  await page.getByText(texts.check.fine).waitFor();
  await take(page, 'check');
  const { url } = await serverWith(company, { OTTOGI_ANNOUNCED_ADDRESS: NOWHERE });
  await page.goto(`${url}/check`);
  await button(page, texts.check.send).waitFor();
  await take(page, 'check-problem');
  await page.setViewportSize(PHONE);
  await take(page, 'phone-check-problem');
  await page.setViewportSize(DESKTOP);
  await page.getByLabel(texts.check.reportText).fill(company.script.trouble);
  await button(page, texts.check.send).click();
  await page.getByText(texts.check.sentHelp).waitFor();
  await take(page, 'check-report');
}

async function viewerAt(company: Company, path: string, origin?: string): Promise<Page> {
  const viewer = { name: company.script.viewer, portrait: 'ada' } as const;
  const page = await company.pageOf(viewer, path, origin);
  await page.setViewportSize(DESKTOP);
  return page;
}

/** A place of its own, furnished with nothing. */
async function serverWith(
  company: Company,
  environment: Partial<ServerEnvironment>,
): Promise<ServerProcess> {
  const server = await ServerProcess.start(environment);
  company.alsoClose(server);
  return server;
}
