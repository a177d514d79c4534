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
  /** Whether it was asked for only after the largest part of the view was painted. */
  afterPaint: boolean;
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
    await page.goto(url, { waitUntil: 'load' });
    // Some words of its own, not the empty frame that scripts fill.
    await page.waitForFunction(() => (document.querySelector('#root')?.textContent ?? '') !== '');
    await page.waitForTimeout(AFTERWARDS_MS);
    const paintedAt = await largestPaint(page);
    const parts = requests.filter((request) => !NO_PART.has(request.resourceType()));
    return await Promise.all(parts.map((request) => partOf(request, paintedAt)));
  } finally {
    await context.close();
  }
}

/** When the largest part of the view was painted, in ms since 1970. */
function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const last = list.getEntries().at(-1);
          if (last) resolve(performance.timeOrigin + last.startTime);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
}

async function partOf(request: Request, paintedAt: number): Promise<Part> {
  const response = await request.response();
  const body = (await response?.body()) ?? Buffer.alloc(0);
  const packed = await promisify(gzip)(body, { level: 9 });
  return {
    path: new URL(request.url()).pathname,
    gzipBytes: Math.min(packed.length, body.length),
    bytes: body.length,
    afterPaint: request.timing().startTime > paintedAt,
  };
}
