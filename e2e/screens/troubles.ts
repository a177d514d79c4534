/** What people in a call see when something of it is lost, here held for as long as a picture takes. */
import type { Page } from 'playwright-core';
import { formatRoute } from '../../packages/web/src/model/route.ts';
import { SupervisedServer } from '../../packages/server/src/testing/SupervisedServer.ts';
import { errorText } from '../../packages/web/src/i18n/index.ts';
import { CuttingProxy } from '../support/CuttingProxy.ts';
import type { Company } from './Company.ts';
import { moving } from './moving.ts';
import { DESKTOP, PHONE, type Take } from './Take.ts';

/** Ben loses the server, and then the viewer does; what they say to each other still arrives. */
export async function takeConnectionLost(company: Company, take: Take): Promise<void> {
  const { script, texts } = company;
  const room = formatRoute(script.rooms.call);
  const [ofViewer, ofBen] = [
    await CuttingProxy.open(company.server.port),
    await CuttingProxy.open(company.server.port),
  ];
  await company.pageOf(script.others[0], room, ofBen.url);
  await company.pageOf(script.others[1], room);
  const page = await viewerIn(company, ofViewer.url);
  await moving(page, 3);

  await ofBen.close();
  await page.getByTitle(texts.rooms.reconnecting).first().waitFor();
  await take(page, 'person-reconnecting');
  await ofViewer.close();
  await page.getByText(texts.call.lost.mediaFlows).waitFor();
  await take(page, 'connection-lost');
  await page.setViewportSize(PHONE);
  await take(page, 'phone-connection-lost');
}

/** The worker of a room dies, and what would bring its media back does not arrive. */
export async function takeMediaLost(company: Company, take: Take): Promise<void> {
  const { script, texts, server } = company;
  const proxy = await CuttingProxy.open(server.port);
  company.alsoClose(proxy);
  await company.pageOf(script.others[0], formatRoute(script.rooms.call));
  const page = await viewerIn(company, proxy.url);
  await moving(page, 2);
  proxy.deafen();
  for (const { pid } of await server.workers()) process.kill(pid!, 'SIGKILL');
  await page.getByText(texts.call.lost.media).waitFor();
  await take(page, 'media-lost');
}

/** A restart, in which the server that comes is not reached before the picture is taken. */
export async function takeRestart(company: Company, take: Take): Promise<void> {
  const { script, texts } = company;
  const server = await SupervisedServer.start({ OTTOGI_AUTOPUBLISH: '1' });
  company.alsoClose(server);
  const proxy = await CuttingProxy.open(server.port);
  await company.pageOf(script.others[0], formatRoute(script.rooms.call), server.url);
  const page = await viewerIn(company, proxy.url);
  await moving(page, 2);
  const restarting = server.restart();
  await page.getByText(errorText(texts, 'serverRestarting', 'call').title).waitFor();
  await proxy.close();
  await take(page, 'restarting');
  await restarting;
}

async function viewerIn(company: Company, origin: string): Promise<Page> {
  const viewer = { name: company.script.viewer, portrait: 'ada' } as const;
  const page = await company.pageOf(viewer, formatRoute(company.script.rooms.call), origin);
  await page.setViewportSize(DESKTOP);
  return page;
}
