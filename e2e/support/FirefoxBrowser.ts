import { type Browser as Puppeteer, launch, type Page } from 'puppeteer-core';
import { installProbe } from './probe.ts';
import { installModestCamera, MODEST } from './modestCamera.ts';
import type { Browser, Tab, TabOptions } from './Tab.ts';
import { PATIENCE_MS } from './until.ts';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'intl.accept_languages': 'en-US',
  // As in Chromium: what moves is drawn 60 times a second, by the cores that encode.
  'ui.prefersReducedMotion': 1,
};

/** Firefox by WebDriver BiDi. Its fake camera shows one even colour that changes. */
export class FirefoxBrowser implements Browser {
  readonly #puppeteer: Puppeteer;

  static async launch(): Promise<FirefoxBrowser> {
    const puppeteer = await launch({
      browser: 'firefox',
      executablePath: FIREFOX,
      headless: true,
      extraPrefsFirefox: PREFERENCES,
    });
    return new FirefoxBrowser(puppeteer);
  }

  private constructor(puppeteer: Puppeteer) {
    this.#puppeteer = puppeteer;
  }

  async openTab(_options: TabOptions): Promise<FirefoxTab> {
    const context = await this.#puppeteer.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1024, height: 640 });
    // What is put in later wraps what was put in before.
    await page.evaluateOnNewDocument(installModestCamera, MODEST);
    await page.evaluateOnNewDocument(installProbe);
    return new FirefoxTab(page);
  }

  async crash(): Promise<void> {
    const gone = new Promise((resolve) => {
      this.#puppeteer.once('disconnected', resolve);
    });
    this.#puppeteer.process()?.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.#puppeteer.close();
  }
}

export class FirefoxTab implements Tab {
  readonly browser = 'firefox';
  readonly page: Page;
  readonly console: string[] = [];
  readonly exceptions: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => {
      this.exceptions.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
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
    await this.page.locator(`::-p-aria([name=${JSON.stringify(name)}][role="${role}"])`).click();
  }

  async clickTitle(title: string): Promise<void> {
    await this.page.locator(`[title=${JSON.stringify(title)}]`).click();
  }

  async enterText(label: string, text: string): Promise<void> {
    const field = this.page.locator(`::-p-aria([name=${JSON.stringify(label)}][role="textbox"])`);
    await field.fill(text);
    await this.page.keyboard.press('Enter');
  }

  evaluate<R, A>(inPage: (given: A) => R | Promise<R>, given?: A): Promise<R> {
    return this.page.evaluate(inPage as (given: unknown) => R | Promise<R>, given);
  }

  async screenshot(path: `${string}.png`): Promise<void> {
    await this.page.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
