import type { Page } from 'playwright-core';
import { ChromiumTab } from './ChromiumBrowser.ts';
import { LONGEST_PAUSE_MS } from './fakeDevices.ts';
import type { CapturedTrack, Picture, Sound } from './probe.ts';
import type { Browser, Tab } from './Tab.ts';
import { type Look, until } from './until.ts';

/** Enough to know that a picture moves, and is not a last frame that stays. */
const MORE_FRAMES = 5;

/** Below this nothing is heard; a fake microphone is many times louder. */
const AUDIBLE = 1e-6;

/** A volume below this is none: the gain of an amplifier falls without ever reaching nought. */
const INAUDIBLE = 0.01;

/** The samples of a fake microphone go far beyond this, those of a line without one never there. */
const AUDIBLE_PEAK = 0.005;

/** Firefox's fake microphone never pauses at all. */
const SILENCE_MS = 2 * LONGEST_PAUSE_MS;

const BUTTONS = { microphone: 'Microphone', camera: 'Camera', screen: 'Screen' } as const;

export type Toggled = keyof typeof BUTTONS;

/** What the control of a source says where that is on. */
const ON = ['live'];

/** A tile as a person sees it, whether or not it has a picture. */
export interface TileSeen {
  /** What stands on it: a name, “You”, or “Ada’s screen”. */
  name: string;
  source: string;
  own: boolean;
  muted: boolean;
  speaking: boolean;
  /** What stands in place of a picture that has not come yet. */
  waiting: boolean;
}

/** Somebody in front of a page, who speaks and hears and presses buttons. */
export class Person {
  readonly name: string;
  readonly tab: Tab;
  readonly browser: Browser;
  readonly #origin: string;

  constructor(name: string, tab: Tab, browser: Browser, origin: string) {
    this.name = name;
    this.tab = tab;
    this.browser = browser;
    this.#origin = origin;
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
  async sees(...people: (Person | string)[]): Promise<void> {
    await this.#seesEach('camera', people);
  }

  async seesScreenOf(...people: (Person | string)[]): Promise<void> {
    await this.#seesEach('screen', people);
  }

  /** Neither a picture of this person nor a place kept for one. */
  async seesNoPictureOf(person: Person | string, source = 'camera'): Promise<void> {
    const name = nameOf(person);
    await this.#until(`sees no ${source} of ${name}`, async () => {
      const pictures = await this.pictures();
      const tiles = await this.tiles();
      const left = [
        ...pictures.filter((of) => of.name === name && of.source === source),
        ...tiles.filter((of) => of.name.startsWith(name) && of.source === source && of.waiting),
      ];
      return { met: left.length === 0, seen: left };
    });
  }

  /** Hears each of them: the sound plays, and its energy grows. */
  async hears(...people: (Person | string)[]): Promise<void> {
    await Promise.all(people.map((person) => this.#hearsOne(nameOf(person), 'microphone')));
  }

  async hearsScreenOf(person: Person | string): Promise<void> {
    await this.#hearsOne(nameOf(person), 'screenAudio');
  }

  /** For longer than the pauses of a fake microphone, nothing is heard of them. */
  async hearsNothingOf(person: Person | string, source = 'microphone'): Promise<void> {
    const name = nameOf(person);
    let quiet = { energy: Number.NaN, since: 0 };
    await this.#until(`hears no ${source} of ${name}`, async () => {
      const sound = (await this.soundOf(name, source)) ?? { energy: 0, volume: 0, peak: null };
      const { energy, volume } = sound;
      const now = performance.now();
      if (Number.isNaN(quiet.energy)) quiet = { energy, since: now };
      if (volume >= INAUDIBLE && isAudible(sound, quiet.energy)) quiet.since = now;
      quiet.energy = energy;
      return { met: now - quiet.since > SILENCE_MS, seen: { volume, quietMs: now - quiet.since } };
    });
  }

  /** What the tile of somebody says of them becomes this. */
  async findsTile(person: Person | string, expected: Partial<TileSeen>): Promise<void> {
    const name = nameOf(person);
    await this.#until(`finds the tile of ${name} ${JSON.stringify(expected)}`, async () => {
      const seen = (await this.tiles()).find((tile) => tile.name === name);
      const met =
        seen !== undefined &&
        Object.entries(expected).every(([key, value]) => seen[key as keyof TileSeen] === value);
      return { met, seen };
    });
  }

  /** The tiles of the stage are exactly those of these people, oneself among them. */
  async isWith(...people: (Person | string)[]): Promise<void> {
    const names = people.map(nameOf).sort();
    await this.#until(`is with ${names.join(', ') || 'nobody'}`, async () => {
      const tiles = await this.tiles();
      const others = tiles.filter((tile) => !tile.own && tile.source === 'camera');
      const seen = others.map(({ name }) => name).sort();
      const own = tiles.filter((tile) => tile.own && tile.source === 'camera').length;
      return { met: own === 1 && sameList(seen, names), seen: { own, others: seen } };
    });
  }

  /** The list of rooms says exactly this of who is where. */
  async seesRooms(rooms: Record<string, (Person | string)[]>): Promise<void> {
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
    return this.tab.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('figure[data-tile]')].map((tile) => {
        const name = tile.querySelector('figcaption bdi')?.textContent ?? '';
        return {
          name,
          source: tile.dataset.tile ?? '',
          own: tile.dataset.own === 'true',
          muted: tile.querySelector('figcaption')?.textContent.includes('muted') ?? false,
          speaking: tile.dataset.speaking === 'true',
          waiting: tile.querySelector('output, [role=status]') !== null,
        };
      }),
    );
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

  async soundOf(person: Person | string, source = 'microphone'): Promise<Sound | undefined> {
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

  async #seesEach(source: string, people: (Person | string)[]): Promise<void> {
    const names = people.map(nameOf);
    // By element, since a picture that was replaced counts from nought again.
    let first = new Map<string, number>();
    await this.#until(`sees the ${source} of ${names.join(', ')}`, async () => {
      const pictures = (await this.pictures()).filter((picture) => picture.source === source);
      const frames = new Map(pictures.map((picture) => [picture.peerId, picture.frames]));
      first = new Map([...frames].map(([id, now]) => [id, Math.min(first.get(id) ?? now, now)]));
      const moving = pictures.filter(
        ({ peerId }) => frames.get(peerId)! - first.get(peerId)! >= MORE_FRAMES,
      );
      const met = names.every((name) =>
        moving.some((picture) => picture.name === name && !isBlack(picture)),
      );
      return { met, seen: pictures };
    });
  }

  async #hearsOne(name: string, source: string): Promise<void> {
    let first: number | null = null;
    await this.#until<unknown>(`hears the ${source} of ${name}`, async () => {
      const sound = await this.soundOf(name, source);
      if (!sound || sound.volume < INAUDIBLE) return { met: false, seen: await this.sounds() };
      first = Math.min(first ?? sound.energy, sound.energy);
      return { met: isAudible(sound, first), seen: sound };
    });
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

/** Of what Web Audio alone plays, Chrome counts no energy; there the samples themselves are looked at. */
function isAudible({ energy, peak }: Pick<Sound, 'energy' | 'peak'>, before: number): boolean {
  return energy - before > AUDIBLE || (peak ?? 0) > AUDIBLE_PEAK;
}

/** Black, or one even darkness: what a tile without frames looks like. */
export function isBlack({ colour, contrast }: Picture): boolean {
  return Math.max(...colour) < 24 && contrast < 4;
}

/** Which of the fake cameras a picture came from. */
export function tintOf({ colour: [red, green, blue] }: Picture): 'red' | 'green' | 'blue' {
  if (red > green && red > blue) return 'red';
  return green > blue ? 'green' : 'blue';
}

function nameOf(person: Person | string): string {
  return typeof person === 'string' ? person : person.name;
}

function sameList(left: string[], right: string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
