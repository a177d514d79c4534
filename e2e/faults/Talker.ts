import type { Page } from 'playwright-core';
import type { ChromiumBrowser } from '../support/ChromiumBrowser.ts';
import { installDetour } from '../support/detour.ts';
import { type Counts, installMeter } from '../support/meter.ts';
import { Person, type TileSeen } from '../support/Person.ts';
import type { ServerProcess } from '../support/ServerProcess.ts';
import { Line } from './Line.ts';

/** So long before a moment something came last, at least, where all was well. */
const BEFORE_MS = 1_000;

/** Somebody in a talk: a person, their way to the server, and what is measured in their page. */
export class Talker {
  readonly person: Person;
  readonly line: Line;
  readonly browser: ChromiumBrowser;
  readonly page: Page;

  static async arrive(
    name: string,
    {
      browser,
      server,
      room,
      tcp,
      seed,
    }: {
      browser: ChromiumBrowser;
      server: ServerProcess;
      room: string;
      tcp: boolean;
      seed: number;
    },
  ): Promise<Talker> {
    const line = await Line.open(server, seed);
    const origin = line.signaling.url;
    const tab = await browser.openTab({ origin });
    await tab.page.addInitScript(installDetour, line.detour(tcp));
    await tab.page.addInitScript(installMeter);
    const talker = new Talker(new Person(name, tab, browser, origin), line, browser);
    const query = new URLSearchParams({ name, join: '1' });
    await talker.person.visit(`/r/${room}?${query.toString()}`);
    await talker.person.isIn(room);
    return talker;
  }

  private constructor(person: Person, line: Line, browser: ChromiumBrowser) {
    this.person = person;
    this.line = line;
    this.browser = browser;
    this.page = person.page;
  }

  /** Goes out of the room. */
  async goes(): Promise<void> {
    await this.person.leave();
  }

  /** Enters again by a click: what was on is on again. */
  async comes(room: string): Promise<void> {
    await this.person.enter(room);
    await this.person.hasOn('microphone');
    await this.person.hasOn('camera');
  }

  /** Whether packets pass from here to the others, past the server: where ways are looked for anew. */
  async mayGoDirectly(direct: boolean): Promise<void> {
    await this.page.evaluate((may) => {
      ottogiDetour.direct = may;
    }, direct);
  }

  /** The moments at which something was heard, in ms since 1970, from shortly before one on. */
  heard(fromMs: number): Promise<number[]> {
    return this.page.evaluate((from) => ottogiMeter.heard(from), fromMs - BEFORE_MS);
  }

  seen(fromMs: number): Promise<number[]> {
    return this.page.evaluate((from) => ottogiMeter.seen(from), fromMs - BEFORE_MS);
  }

  counts(): Promise<Counts> {
    return this.page.evaluate(() => ottogiMeter.counts());
  }

  /** Whether the tile of the other says that their picture comes badly, and why. */
  isToldWhy(): Promise<boolean> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('[data-tile=camera][data-own=false] [data-look]')].some(
        ({ textContent }) => /connection|bandwidth/.test(textContent),
      ),
    );
  }

  /** When the page was loaded. */
  loadedAt(): Promise<number> {
    return this.page.evaluate(() => performance.timeOrigin);
  }

  /** Who is there, what they show, whether they are muted, and in which order. */
  async layout(): Promise<Pick<TileSeen, 'name' | 'source' | 'own' | 'muted'>[]> {
    const tiles = await this.person.tiles();
    return tiles.map(({ name, source, own, muted }) => ({ name, source, own, muted }));
  }
}
