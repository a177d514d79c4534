import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { chromium, type Browser, type Page, type Request } from 'playwright-core';
import { CHROMIUM, QUIET } from '../browser.ts';

/** What a page goes on to load by itself once it is shown counts too. */
const AFTERWARDS_MS = 2_000;

/** No part of the page: fonts are left out by agreement, and the rest is talk with the server. */
const NO_PART = new Set(['font', 'media', 'websocket', 'eventsource', 'xhr', 'ping']);

/** One file that the first view loads. */
export interface Part {
  path: string;
  /** Packed by gzip at its best, as the server has it ready. */
  gzipBytes: number;
  bytes: number;
  /** Whether the page asked for it only when the view stood, for what may come next. */
  afterwards: boolean;
}

/** What browsers that were never here load to show these pages, before anybody touches them. */
export async function weighAll<Name extends string>(
  pages: Record<Name, string>,
): Promise<Record<Name, Part[]>> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  try {
    const parts: [string, Part[]][] = [];
    for (const [name, url] of Object.entries<string>(pages)) {
      parts.push([name, await weigh(browser, url)]);
    }
    return Object.fromEntries(parts) as Record<Name, Part[]>;
  } finally {
    await browser.close();
  }
}

async function weigh(browser: Browser, url: string): Promise<Part[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const requests: Request[] = [];
    page.on('requestfinished', (request) => requests.push(request));
    await page.addInitScript(watchView);
    await page.goto(url, { waitUntil: 'load' });
    const stoodAt = await viewStands(page);
    await page.waitForTimeout(AFTERWARDS_MS);
    const parts = requests.filter((request) => !NO_PART.has(request.resourceType()));
    return await Promise.all(parts.map((request) => partOf(request, stoodAt)));
  } finally {
    await context.close();
  }
}

/** When the view stood, in ms since 1970; undefined before. Set by `watchView`. */
type Watched = typeof globalThis & { viewStoodAt?: number };

/**
 * Runs in the page: notes when there is a view that can be used, with a heading and a field or button
 * of its own, and not only the word that it comes.
 */
function watchView(): void {
  const watched = globalThis as Watched;
  new MutationObserver((_, observer) => {
    const parts = ['main h1', 'main :is(input, button)'];
    const stands = parts.every((part) => document.querySelector(part));
    if (!stands || document.querySelector('main [role="status"] h1')) return;
    watched.viewStoodAt = performance.timeOrigin + performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

async function viewStands(page: Page): Promise<number> {
  const stoodAt = await page.waitForFunction(() => (globalThis as Watched).viewStoodAt);
  return (await stoodAt.jsonValue())!;
}

async function partOf(request: Request, stoodAt: number): Promise<Part> {
  const response = await request.response();
  const body = (await response?.body()) ?? Buffer.alloc(0);
  const packed = await promisify(gzip)(body, { level: 9 });
  return {
    path: new URL(request.url()).pathname,
    gzipBytes: Math.min(packed.length, body.length),
    bytes: body.length,
    afterwards: request.timing().startTime > stoodAt,
  };
}
