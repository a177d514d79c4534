import type { Page } from 'playwright-core';
import { ChromiumTab } from './ChromiumBrowser.ts';
import type { Guise } from './guises.ts';
import type { CapturedTrack, Picture, Sound } from './probe.ts';
import { Mix } from './downlinks/Mix.ts';
import { agree, type Marks, nameOf, type Downlink, type Whom } from './downlinks/Downlink.ts';
import { Tiles } from './downlinks/Tiles.ts';
import type { Browser, Tab } from './Tab.ts';
import { type Look, until } from './until.ts';

const BUTTONS = { microphone: 'Microphone', camera: 'Camera', screen: 'Screen' } as const;

export type Toggled = keyof typeof BUTTONS;

/** What the control of a source says where that is on. */
const ON = ['live'];

/** A tile as a person sees it, whether or not it has a picture. */
export interface TileSeen extends Marks {
  /** What stands on it: a name, “You”, or “Ada’s screen”. */
  name: string;
  source: string;
  own: boolean;
  /** What stands in place of a picture that has not come yet. */
  waiting: boolean;
}

/** Somebody in front of a page, who speaks and hears and presses buttons. */
export class Person {
  readonly name: string;
  readonly tab: Tab;
  readonly browser: Browser;
  /** By which others know them in a mix; null where everybody has a tile. */
  readonly guise: Guise | null;
  readonly #origin: string;
  readonly #downlink: Downlink;

  /** @param guise Whoever has one has nothing but the mix of all, and finds others in it by theirs. */
  constructor(
    name: string,
    tab: Tab,
    browser: Browser,
    origin: string,
    guise: Guise | null = null,
  ) {
    this.name = name;
    this.tab = tab;
    this.browser = browser;
    this.guise = guise;
    this.#origin = origin;
    this.#downlink = guise ? new Mix(this) : new Tiles(this);
  }

  /** For what only a test of the page itself needs, and every browser would do alike. */
  get page(): Page {
    if (!(this.tab instanceof ChromiumTab)) throw new Error(`${this.name} has no Chromium`);
    return this.tab.page;
  }

  // What a person does.

  /** Follows a link, or types an address. */
  async visit(path: string): Promise<void> {
    await this.tab.goto(new URL(path, this.#origin).href);
  }

  /** Says who one is, where the page asks for it at the beginning. */
  async introduce(): Promise<void> {
    await this.tab.enterText('Your name', this.name);
    await this.shows(`Hello, ${this.name}`, 'No rooms yet');
  }

  /** Opens a room that is not in the list. */
  async openRoom(room: string): Promise<void> {
    await this.tab.enterText('New room', room);
    await this.isIn(room);
  }

  /** Enters a room of the list, or moves there, with one click. */
  async enter(room: string): Promise<void> {
    await this.tab.clickTitle(`Enter ${room}`);
    await this.isIn(room);
  }

  async press(button: string): Promise<void> {
    await this.tab.click('button', button);
  }

  async turnOn(...sources: Toggled[]): Promise<void> {
    for (const source of sources) await this.press(BUTTONS[source]);
    for (const source of sources) await this.hasOn(source);
  }

  async turnOff(source: Toggled): Promise<void> {
    await this.press(BUTTONS[source]);
    await this.hasOff(source);
  }

  async leave(): Promise<void> {
    await this.press('Leave');
    await this.isInNoRoom();
  }

  // What a person finds.

  async isIn(room: string): Promise<void> {
    await this.#until(`is in the room ${room}`, async () => {
      const seen = await this.heading();
      return { met: seen === room, seen };
    });
  }

  async isInNoRoom(): Promise<void> {
    await this.#until('is in no room', async () => {
      const seen = await this.heading();
      return { met: seen === null, seen };
    });
  }

  /** The name of the room above the stage; null outside of rooms. */
  heading(): Promise<string | null> {
    return this.tab.evaluate(() => document.querySelector('main header h1')?.textContent ?? null);
  }

  async isOn(source: Toggled): Promise<boolean> {
    return ON.includes(await this.#status(source));
  }

  async hasOn(source: Toggled): Promise<void> {
    await this.#hasStatus(source, ON);
  }

  async hasOff(source: Toggled): Promise<void> {
    await this.#hasStatus(source, ['off', 'paused']);
  }

  /** Sees the moving picture of each of them, and that none is black. */
  async sees(...people: Whom[]): Promise<void> {
    await this.#downlink.sees('camera', people);
  }

  async seesScreenOf(...people: Whom[]): Promise<void> {
    await this.#downlink.sees('screen', people);
  }

  /** Neither a picture of this person nor a place kept for one. */
  async seesNoPictureOf(whom: Whom, source = 'camera'): Promise<void> {
    await this.#downlink.seesNone(source, whom);
  }

  /** Hears each of them: the sound plays, and its energy grows. */
  async hears(...people: Whom[]): Promise<void> {
    await Promise.all(people.map((whom) => this.#downlink.hears('microphone', whom)));
  }

  async hearsScreenOf(whom: Whom): Promise<void> {
    await this.#downlink.hears('screenAudio', whom);
  }

  /** For longer than the pauses of a fake microphone, nothing is heard of them. */
  async hearsNothingOf(whom: Whom, source = 'microphone'): Promise<void> {
    await this.#downlink.hearsNothing(source, whom);
  }

  /** These are there and nobody else, but for oneself. */
  async isWith(...people: Whom[]): Promise<void> {
    await this.#downlink.isWith(people);
  }

  /** What stands beside somebody's name becomes this. */
  async finds(whom: Whom, marks: Partial<Marks>): Promise<void> {
    await this.#downlink.findsMarks(whom, marks);
  }

  /** What the tile of somebody says of them becomes this. */
  async findsTile(person: Whom, expected: Partial<TileSeen>): Promise<void> {
    const name = nameOf(person);
    await this.#until(`finds the tile of ${name} ${JSON.stringify(expected)}`, async () => {
      const seen = (await this.tiles()).find((tile) => tile.name === name);
      return { met: agree(expected, seen), seen };
    });
  }

  /** The list of rooms says exactly this of who is where. */
  async seesRooms(rooms: Record<string, Whom[]>): Promise<void> {
    const expected = JSON.stringify(
      Object.entries(rooms).map(([room, people]) => [room, people.map(nameOf).sort()]),
    );
    await this.#until(`sees the rooms ${expected}`, async () => {
      const seen = Object.entries(await this.rooms()).filter(([, people]) => people.length > 0);
      return { met: JSON.stringify(seen) === expected, seen };
    });
  }

  /** The page says this, or one of these, where a person can read it. */
  async shows(...oneOf: string[]): Promise<void> {
    await this.#until(`reads ${oneOf.map((text) => `“${text}”`).join(' or ')}`, async () => {
      const seen = await this.text();
      return { met: oneOf.some((text) => seen.includes(text)), seen };
    });
  }

  async showsNo(text: string): Promise<void> {
    await this.#until(`does not read “${text}”`, async () => {
      const seen = await this.text();
      return { met: !seen.includes(text), seen };
    });
  }

  /** What the page says in alarm, such as a refused camera. */
  async alerts(): Promise<string[]> {
    return this.tab.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[role=alert]')].map((alert) => alert.innerText),
    );
  }

  async tiles(): Promise<TileSeen[]> {
    return this.tab.evaluate(() => {
      const says = (tile: HTMLElement, mark: string) =>
        tile.querySelector('figcaption')?.textContent.includes(mark) ?? false;
      return [...document.querySelectorAll<HTMLElement>('figure[data-tile]')].map((tile) => {
        const name = tile.querySelector('figcaption bdi')?.textContent ?? '';
        return {
          name,
          source: tile.dataset.tile ?? '',
          own: tile.dataset.own === 'true',
          muted: says(tile, 'muted'),
          deafened: says(tile, 'hears nobody'),
          handRaised: says(tile, 'hand raised'),
          speaking: tile.dataset.speaking === 'true',
          waiting: tile.querySelector('output, [role=status]') !== null,
        };
      });
    });
  }

  /** Who is in which room, by the list beside the stage. */
  async rooms(): Promise<Record<string, string[]>> {
    return this.tab.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>('[data-room]')].map((room) => [
          room.dataset.room ?? '',
          [...room.querySelectorAll('li[data-peer-id] bdi')].map((name) => name.textContent).sort(),
        ]),
      ),
    );
  }

  pictures(): Promise<Picture[]> {
    return this.tab.evaluate(() => ottogiProbe.pictures());
  }

  sounds(): Promise<Sound[]> {
    return this.tab.evaluate(() => ottogiProbe.sounds());
  }

  async soundOf(person: Whom, source = 'microphone'): Promise<Sound | undefined> {
    const peerIds = await this.#peerIdsOf(nameOf(person));
    const sounds = await this.sounds();
    return sounds.find((sound) => sound.source === source && peerIds.includes(sound.peerId));
  }

  /** The ids of tracks that bring packets here, shown or not. They are those of consumers. */
  received(): Promise<string[]> {
    return this.tab.evaluate(() => ottogiProbe.received());
  }

  captured(): Promise<CapturedTrack[]> {
    return this.tab.evaluate(() => ottogiProbe.captured());
  }

  /** Whether the light beside a camera would be on, or a microphone's or a screen's sign. */
  async isCapturing(source: CapturedTrack['source']): Promise<boolean> {
    const captured = await this.captured();
    return captured.some((track) => track.source === source && track.state === 'live');
  }

  text(): Promise<string> {
    return this.tab.evaluate(() => document.body.innerText);
  }

  async #hasStatus(source: Toggled, statuses: string[]): Promise<void> {
    await this.#until(`finds ${source} ${statuses.join(' or ')}`, async () => {
      const seen = await this.#status(source);
      return { met: statuses.includes(seen), seen };
    });
  }

  /** What its control says of a source; empty where there is none. */
  #status(source: Toggled): Promise<string> {
    return this.tab.evaluate(
      (control) =>
        document.querySelector<HTMLElement>(`[data-control=${control}]`)?.dataset.status ?? '',
      source as string,
    );
  }

  #peerIdsOf(name: string): Promise<string[]> {
    return this.tab.evaluate(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>('li[data-peer-id]')]
          .filter((peer) => peer.querySelector('bdi')?.textContent === wanted)
          .map((peer) => peer.dataset.peerId ?? ''),
      name,
    );
  }

  #until<T>(what: string, look: () => Promise<Look<T>>): Promise<T> {
    return until(`${this.name} ${what}`, look);
  }
}

/** Which of the fake cameras a picture came from. */
export function tintOf({ colour: [red, green, blue] }: Picture): 'red' | 'green' | 'blue' {
  if (red > green && red > blue) return 'red';
  return green > blue ? 'green' : 'blue';
}
