import type { RoomDocument } from '@ottogi/client';
import { ChromiumBrowser } from '../../e2e/support/ChromiumBrowser.ts';
import { type Tint, tintedCamera } from '../../e2e/support/fakeDevices.ts';
import { colours } from '../../e2e/support/mix.ts';
import { installModestScreen, MODEST } from '../../e2e/support/modestCamera.ts';
import { Person } from '../../e2e/support/Person.ts';
import { ServerProcess } from '../../e2e/support/ServerProcess.ts';
import { until } from '../../e2e/support/until.ts';
import { Writer } from '../../e2e/support/Writer.ts';

const ROOM = 'Lounge';
const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 20_000;

type Shares = Record<Tint, number>;
type Peers = RoomDocument['peers'];

/** A room whose mix one page shows; others come, share a screen, and go. */
export class MixedRoom {
  readonly #server: ServerProcess;
  readonly #browsers: ChromiumBrowser[] = [];
  /** Is told as soon as anybody is, and is in no room. */
  readonly #host: Writer;

  static async open(): Promise<MixedRoom> {
    const server = await ServerProcess.start({ OTTOGI_MIX: '640x360@10' });
    const host = await Writer.connect(server.url, 'Host');
    await host.createRoom({ name: ROOM, topologyRule: 'mcu' });
    return new MixedRoom(server, host);
  }

  private constructor(server: ServerProcess, host: Writer) {
    this.#server = server;
    this.#host = host;
  }

  /** Somebody with a camera of this colour is in the room. */
  async arrive(name: string, camera: Tint): Promise<Person> {
    const browser = await ChromiumBrowser.launch({ camera: tintedCamera(camera) });
    this.#browsers.push(browser);
    const origin = this.#server.url;
    const tab = await browser.openTab({ origin });
    await tab.page.addInitScript(installModestScreen, MODEST);
    const person = new Person(name, tab, browser, origin);
    await person.visit(`/r/${ROOM}?${new URLSearchParams({ name, join: '1' }).toString()}`);
    await person.isIn(ROOM);
    await person.turnOn('camera');
    return person;
  }

  /** Comes back by a click, with the camera on as before. */
  enter(person: Person): Promise<void> {
    return person.enter(ROOM);
  }

  /**
   * How long after everybody was told of something the mix in somebody's page shows it, in ms. Both
   * are looked at by this process, every 10 ms, so by its clock.
   */
  async delayOf(
    act: () => Promise<void>,
    told: (peers: Peers) => boolean,
    { at, shows }: { at: Person; shows: (shares: Shares) => boolean },
  ): Promise<number> {
    const shown = this.shares(at, shows).then(() => performance.now());
    const [, toldAt, shownAt] = await Promise.all([act(), this.#told(told), shown]);
    return Math.max(0, shownAt - toldAt);
  }

  /** How much of the mix in somebody's page has each colour, once it is so. */
  async shares(at: Person, met: (shares: Shares) => boolean): Promise<Shares> {
    const look = async () => {
      const seen = await colours(at);
      return { met: seen !== null && met(seen), seen };
    };
    const found = await until(`${at.name} finds it in the mix`, look, PATIENCE_MS, LOOK_EVERY_MS);
    return found!;
  }

  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    this.#host.close();
    await this.#server.close();
  }

  /** When the host was told of something that changes who is in the room, or what they show. */
  #told(met: (peers: Peers) => boolean): Promise<number> {
    const { client } = this.#host;
    const look = () => {
      const room = client.getSnapshot().rooms.find(({ name }) => name === ROOM);
      return room !== undefined && met(room.peers);
    };
    return inTime('the host is told', (found) => {
      const stop = client.subscribe(() => {
        if (!look()) return;
        stop();
        found(performance.now());
      });
    });
  }
}

async function inTime<T>(what: string, begin: (found: (value: T) => void) => void): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const limit = setTimeout(() => reject(new Error(`in vain: ${what}`)), PATIENCE_MS);
  begin(resolve);
  return promise.finally(() => clearTimeout(limit));
}
