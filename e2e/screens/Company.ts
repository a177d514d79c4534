import type { Page } from 'playwright-core';
import { LANGUAGES, type Language, type Texts } from '../../packages/web/src/i18n/index.ts';
import { ChromiumBrowser } from '../support/ChromiumBrowser.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { Writer } from '../support/Writer.ts';
import { SCRIPTS, type Role, type Script } from './cast.ts';
import { portraitCamera, PORTRAITS } from './portraits.ts';
import { shareSlide } from './slide.ts';

/** A server, rooms with something in them, and people who talk: all that a picture needs. */
export class Company {
  readonly script: Script;
  readonly texts: Texts;
  readonly server: ServerProcess;
  readonly #open: { close(): unknown }[] = [];
  #host: Writer | null = null;

  static async gather(language: Language): Promise<Company> {
    // Cameras and microphones open by the link alone.
    const server = await ServerProcess.start({ OTTOGI_AUTOPUBLISH: '1' });
    const company = new Company(language, server);
    try {
      await company.#furnish();
    } catch (error) {
      await company.close();
      throw error;
    }
    return company;
  }

  private constructor(language: Language, server: ServerProcess) {
    this.script = SCRIPTS[language];
    this.texts = LANGUAGES[language];
    this.server = server;
  }

  /** Who made the rooms. */
  get host(): Writer {
    if (!this.#host) throw new Error('there are no rooms yet');
    return this.#host;
  }

  /** Something besides pages, to be closed with them. */
  alsoClose(closable: { close(): unknown }): void {
    this.#open.push(closable);
  }

  /**
   * A page of somebody with camera and microphone, in a browser of their own.
   *
   * @param origin Where the server is for them, if not at its own address.
   */
  async pageOf({ name, portrait }: Role, path: string, origin = this.server.url): Promise<Page> {
    const browser = await ChromiumBrowser.launch({ camera: portraitCamera(PORTRAITS[portrait]) });
    this.#open.push(browser);
    const { locale, slide } = this.script;
    const { page } = await browser.openTab({ origin, locale });
    await page.addInitScript(shareSlide, slide);
    const query = new URLSearchParams({ name, join: '1', audio: '1', video: '1' });
    await page.goto(`${origin}${path}${path.includes('/r/') ? `?${query}` : ''}`);
    return page;
  }

  async close(): Promise<void> {
    for (const each of this.#open.toReversed()) await each.close();
    await this.server.close();
  }

  /** Rooms, who is in the other one, and what was said. */
  async #furnish(): Promise<void> {
    const { rooms, topics, talk, others, elsewhere } = this.script;
    const [ben, chiara, dev] = [
      await this.#writer(others[0].name),
      await this.#writer(others[1].name),
      await this.#writer(elsewhere),
    ];
    const callId = await ben.createRoom({ name: rooms.call, topic: topics.call });
    const otherId = await dev.createRoom({ name: rooms.other, topic: topics.other });
    await dev.createRoom({ name: rooms.locked, password: 'sesame', peerLimit: 8 });
    await dev.createRoom({ name: rooms.quiet });
    for (const roomId of [callId, otherId]) {
      await ben.write(roomId, talk.opening);
      await chiara.write(roomId, talk.markdown);
      await dev.write(roomId, talk.answer, talk.more[0]!);
      await ben.write(roomId, ...talk.more.slice(1));
    }
    for (const writer of [chiara, dev]) writer.close();
    this.#host = ben;
    this.alsoClose(ben);
  }

  async #writer(name: string): Promise<Writer> {
    return Writer.connect(this.server.url, name);
  }
}
