import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser as Playwright, type Page } from 'playwright-core';
import {
  type FakeCamera,
  FRAMES_PER_SECOND,
  type Voice,
  writeFakeMicrophone,
} from './fakeDevices.ts';
import { installProbe } from './probe.ts';
import type { Browser, Tab, TabOptions } from './Tab.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Off, since there can be but one such list, and it takes the place of Playwright’s own. */
const FEATURES_OFF = [
  // A real name of the own machine instead of mDNS, which a test machine need not have.
  'WebRtcHideLocalIpsWithMdns',
  // Pages of the browser’s own behind its address bar: they cost each window as much as ours.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${FEATURES_OFF.join(',')}`,
];

export interface ChromiumOptions {
  /** Which fake camera and microphone it has; without one there are none. */
  camera?: FakeCamera;
  voice?: Voice;
  /** What happens when the page asks for a device. */
  prompts?: 'accept' | 'deny';
  flags?: string[];
}

export class ChromiumBrowser implements Browser {
  readonly #playwright: Playwright;
  readonly #folder: string;
  readonly #userAgent: string;

  static async launch({ camera, voice, prompts = 'accept', flags = [] }: ChromiumOptions) {
    const folder = await mkdtemp(join(tmpdir(), 'ottogi-chromium-'));
    const args = [...FLAGS, ...flags];
    args.push(
      prompts === 'accept' ? '--use-fake-ui-for-media-stream' : '--deny-permission-prompts',
    );
    if (camera) {
      const [picture, sound] = [join(folder, 'camera.y4m'), join(folder, 'microphone.wav')];
      await camera(picture);
      await writeFakeMicrophone(sound, voice);
      args.push(
        // The rate is that of the fake screen.
        `--use-fake-device-for-media-stream=fps=${FRAMES_PER_SECOND}`,
        `--use-file-for-fake-video-capture=${picture}`,
        `--use-file-for-fake-audio-capture=${sound}`,
      );
    }
    const playwright = await chromium.launch({ executablePath: CHROMIUM, args });
    return new ChromiumBrowser(playwright, folder, await ordinaryUserAgent(playwright));
  }

  private constructor(playwright: Playwright, folder: string, userAgent: string) {
    this.#playwright = playwright;
    this.#folder = folder;
    this.#userAgent = userAgent;
  }

  async openTab({ locale = 'en-US', sibling }: TabOptions): Promise<ChromiumTab> {
    if (sibling instanceof ChromiumTab) {
      return new ChromiumTab(await sibling.page.context().newPage());
    }
    const context = await this.#playwright.newContext({
      locale,
      userAgent: this.#userAgent,
      viewport: { width: 1024, height: 640 },
      // What moves is drawn 60 times a second, by the cores that encode. Who walks by mouse sees it.
      reducedMotion: 'reduce',
      // As somebody who goes on after the warning about a self-made certificate.
      ignoreHTTPSErrors: true,
    });
    await context.addInitScript(installProbe);
    return new ChromiumTab(await context.newPage());
  }

  async crash(): Promise<void> {
    const gone = new Promise((resolve) => {
      this.#playwright.once('disconnected', resolve);
    });
    process.kill(await this.#processOf('browser'), 'SIGKILL');
    await gone;
  }

  /** Kills what runs the pages, and leaves the browser itself alone. */
  async crashPages(): Promise<void> {
    for (const pid of await this.#processesOf('renderer')) process.kill(pid, 'SIGKILL');
  }

  /** As a laptop whose lid is shut: all its processes stop, until what this returns is called. */
  async sleep(): Promise<() => void> {
    const session = await this.#playwright.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const pids = processInfo.map(({ id }) => id);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return () => {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    };
  }

  async close(): Promise<void> {
    await this.#playwright.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #processOf(type: string): Promise<number> {
    const [pid] = await this.#processesOf(type);
    if (pid === undefined) throw new Error(`Chromium has no process of type ${type}`);
    return pid;
  }

  async #processesOf(type: string): Promise<number[]> {
    const session = await this.#playwright.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter((info) => info.type === type).map(({ id }) => id);
  }
}

/** Without a screen it calls itself “HeadlessChrome”, which people’s browsers never do. */
async function ordinaryUserAgent(playwright: Playwright): Promise<string> {
  const session = await playwright.newBrowserCDPSession();
  const { userAgent } = await session.send('Browser.getVersion');
  await session.detach();
  return userAgent.replace('HeadlessChrome', 'Chrome');
}

export class ChromiumTab implements Tab {
  readonly browser = 'chromium';
  readonly page: Page;
  readonly console: string[] = [];
  readonly exceptions: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      const line = `${message.type()}: ${message.text()}`;
      this.console.push(line);
      // The page goes on without what it was kept from, so nothing else would tell.
      if (/Content Security Policy|Permissions policy/i.test(line)) this.exceptions.push(line);
    });
    page.on('pageerror', (error) => this.exceptions.push(error.stack ?? error.message));
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async back(): Promise<void> {
    await this.page.goBack();
  }

  async forward(): Promise<void> {
    await this.page.goForward();
  }

  url(): string {
    return this.page.url();
  }

  async click(role: 'button' | 'link', name: string): Promise<void> {
    await this.page.getByRole(role, { name, exact: true }).click();
  }

  async clickTitle(title: string): Promise<void> {
    await this.page.getByTitle(title, { exact: true }).click();
  }

  async enterText(label: string, text: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    await field.fill(text);
    await field.press('Enter');
  }

  evaluate<R, A>(inPage: (given: A) => R | Promise<R>, given?: A): Promise<R> {
    // Playwright's own type for what goes in and out of the page says less than ours.
    return this.page.evaluate(inPage as (given: unknown) => R | Promise<R>, given);
  }

  async screenshot(path: `${string}.png`): Promise<void> {
    await this.page.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
