import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Fake devices, no questions, and no traffic of the browser's own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page of `bench/pages`, as one script. */
export async function bundle(name: 'product' | 'tutorial'): Promise<string> {
  const entry = fileURLToPath(new URL(`../pages/${name}.ts`, import.meta.url));
  const output = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'page' } },
  });
  const [bundled] = Array.isArray(output) ? output : [output];
  const chunk = bundled && 'output' in bundled ? bundled.output[0] : undefined;
  if (!chunk) throw new Error(`vite made nothing of the page ${name}`);
  return chunk.code;
}

/**
 * Runs a page under the origin of a server that knows nothing of it, so that its socket goes there.
 * The document itself has to come from there too: a page from nowhere may not reach loopback.
 */
export async function openPage(browser: Browser, origin: string, script: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', ({ message }) => process.stderr.write(`A page failed: ${message}\n`));
  await page.goto(`${origin}/healthz`);
  await page.evaluate(script);
  return page;
}
