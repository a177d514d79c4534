import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page, type Route } from 'playwright-core';
import { build } from 'vite';

export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** No traffic of the browser's own. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Fake devices, and no questions. */
const DEVICES = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/** Where the files of a page's script are found, under the origin of a server that has no such path. */
const FOLDER = '/bench-page/';
const ENTRY = 'page.js';

/** The files of a page's script, by name. */
export type PageScript = ReadonlyMap<string, string | Uint8Array>;

/** @param camera A file to show for a camera, in place of the browser's own drawing. */
export function launchBrowser({ camera }: { camera?: string } = {}): Promise<Browser> {
  const file = camera === undefined ? [] : [`--use-file-for-fake-video-capture=${camera}`];
  return chromium.launch({ executablePath: CHROMIUM, args: [...QUIET, ...DEVICES, ...file] });
}

/** A page of `bench/pages`. */
export function bundle(
  name: 'product' | 'tutorial' | 'uplink' | 'mix' | 'traffic',
): Promise<PageScript> {
  return bundleScript(new URL(`pages/${name}.ts`, import.meta.url));
}

/** A page's script as a module, and what it loads by address. */
export async function bundleScript(source: URL): Promise<PageScript> {
  const input = fileURLToPath(source);
  const output = await build({
    configFile: false,
    logLevel: 'error',
    base: FOLDER,
    build: {
      write: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input, output: { entryFileNames: ENTRY } },
    },
  });
  const [bundled] = Array.isArray(output) ? output : [output];
  if (!bundled || !('output' in bundled)) throw new Error(`vite made nothing of the page ${input}`);
  return new Map(
    bundled.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]),
  );
}

/**
 * Runs a page under the origin of a server that knows nothing of it, so that its socket goes there.
 * The document itself has to come from there too: a page from nowhere may not reach loopback.
 */
export async function openPage(
  browser: Browser,
  origin: string,
  script: PageScript,
): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', ({ message }) => process.stderr.write(`A page failed: ${message}\n`));
  await runScript(page, origin, script);
  return page;
}

/** As `openPage`, in a page that there is. */
export async function runScript(page: Page, origin: string, script: PageScript): Promise<void> {
  await page.route(`${origin}${FOLDER}**`, (route) => serve(route, script));
  await page.goto(`${origin}/healthz`);
  await page.addScriptTag({ type: 'module', url: FOLDER + ENTRY });
}

async function serve(route: Route, script: PageScript): Promise<void> {
  const name = new URL(route.request().url()).pathname.slice(FOLDER.length);
  const file = script.get(name);
  if (file === undefined) return route.fulfill({ status: 404 });
  const contentType = name.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
  return route.fulfill({ contentType, body: Buffer.from(file) });
}
