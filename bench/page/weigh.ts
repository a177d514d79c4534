import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Browser, Request } from 'playwright-core';

/** What a page goes on to load by itself once it is shown counts too. */
const AFTERWARDS_MS = 2_000;

/** Neither a part of the page: fonts are left out by agreement, and the rest is talk. */
const NO_PART = new Set(['font', 'media', 'websocket', 'eventsource', 'xhr', 'ping']);

/** One file that the first view loads, in bytes. */
export interface Part {
  path: string;
  /** Packed by gzip at its best, as the server has it ready. */
  gzipBytes: number;
  bytes: number;
}

/** What a browser that was never here loads to show a page, before anybody touches it. */
export async function weigh(browser: Browser, url: string): Promise<Part[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const requests: Request[] = [];
    page.on('requestfinished', (request) => requests.push(request));
    await page.goto(url, { waitUntil: 'load' });
    // Some words of its own, not the empty frame that scripts fill.
    await page.waitForFunction(() => (document.querySelector('#root')?.textContent ?? '') !== '');
    await page.waitForTimeout(AFTERWARDS_MS);
    const parts = requests.filter((request) => !NO_PART.has(request.resourceType()));
    return await Promise.all(parts.map(partOf));
  } finally {
    await context.close();
  }
}

async function partOf(request: Request): Promise<Part> {
  const response = await request.response();
  const body = (await response?.body()) ?? Buffer.alloc(0);
  const packed = await promisify(gzip)(body, { level: 9 });
  return {
    path: new URL(request.url()).pathname,
    gzipBytes: Math.min(packed.length, body.length),
    bytes: body.length,
  };
}
