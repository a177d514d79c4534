import { setTimeout as delay } from 'node:timers/promises';
import type { TopologyName } from '@ottogi/protocol';
import { ChromiumBrowser } from '../../e2e/support/ChromiumBrowser.ts';
import { tintedCamera } from '../../e2e/support/fakeDevices.ts';
import { installModestScreen, MODEST } from '../../e2e/support/modestCamera.ts';
import { Person } from '../../e2e/support/Person.ts';
import { addSenses, type Gaps } from '../../e2e/support/senses.ts';
import { ServerProcess } from '../../e2e/support/ServerProcess.ts';
import { installTones, PITCHES } from '../../e2e/support/tones.ts';
import { until } from '../../e2e/support/until.ts';
import { Writer } from '../../e2e/support/Writer.ts';

const ROOM = 'Lounge';
const NAMES = ['Ada', 'Ben', 'Cem'] as const;
const PITCH_OF: Record<string, number> = PITCHES;

/** After everything shows; what a change leaves behind has come to light by then. */
const AFTERMATH_MS = 1_500;
const PATIENCE_MS = 40_000;

/** How long somebody heard, or saw, nothing of somebody else, in ms. */
export interface Noticed {
  sounds: number[];
  pictures: number[];
}

/**
 * Three people in a real browser who talk, each humming a pitch of their own, with their cameras on,
 * one of them sharing a screen; and somebody outside who says how they are connected.
 */
export class Trio {
  readonly #server: ServerProcess;
  readonly #browser: ChromiumBrowser;
  readonly #people: readonly Person[];
  readonly #owner: Writer;
  readonly #roomId: string;

  static async open(first: TopologyName): Promise<Trio> {
    const server = await ServerProcess.start({ OTTOGI_MIX: '640x360@10' });
    const browser = await ChromiumBrowser.launch({ camera: tintedCamera('green') });
    try {
      const owner = await Writer.connect(server.url, 'Host');
      const roomId = await owner.createRoom({ name: ROOM, topologyRule: first });
      const people: Person[] = [];
      for (const name of NAMES) people.push(await arrive(name, browser, server.url));
      for (const person of people) await person.turnOn('camera', 'microphone');
      await people[0]!.turnOn('screen');
      const trio = new Trio(server, browser, people, owner, roomId);
      await trio.#shows(first);
      return trio;
    } catch (error) {
      await browser.close();
      await server.close();
      throw error;
    }
  }

  private constructor(
    server: ServerProcess,
    browser: ChromiumBrowser,
    people: readonly Person[],
    owner: Writer,
    roomId: string,
  ) {
    this.#server = server;
    this.#browser = browser;
    this.#people = people;
    this.#owner = owner;
    this.#roomId = roomId;
  }

  /** Changes how they are connected; what each noticed of each of the others meanwhile. */
  async change(to: TopologyName): Promise<Noticed> {
    const publications = await this.#publications();
    await Promise.all(this.#people.map(({ tab }) => tab.evaluate(() => ottogiSenses.begin())));
    await this.#owner.client.rooms.update(this.#roomId, { topologyRule: to });
    await this.#shows(to);
    await delay(AFTERMATH_MS);
    const gaps = await Promise.all(
      this.#people.map(({ name, tab }) => {
        const others = NAMES.filter((other) => other !== name).map((other) => PITCH_OF[other]!);
        const pictures = publications.filter((each) => each.name !== name).map(({ key }) => key);
        return tab.evaluate<Gaps, [number[], string[]]>(
          (wanted) => ottogiSenses.gaps(...wanted),
          [others, pictures],
        );
      }),
    );
    return {
      sounds: gaps.flatMap(({ sounds }) => Object.values(sounds)),
      pictures: gaps.flatMap(({ pictures }) => Object.values(pictures)),
    };
  }

  /** Who is there and what they show, as everybody's page has it. */
  async layouts(): Promise<unknown> {
    return Promise.all(
      this.#people.map(async (person) =>
        (await person.tiles()).map(({ name, source, own, muted }) => ({
          name,
          source,
          own,
          muted,
        })),
      ),
    );
  }

  async close(): Promise<void> {
    this.#owner.close();
    await this.#browser.close();
    await this.#server.close();
  }

  /** Resolves when the room has this topology, and every page shows all that there is by it. */
  async #shows(topology: TopologyName): Promise<void> {
    await until(
      `everybody is in ${topology}`,
      async () => {
        const { rooms } = await this.#server.state();
        const shown = await Promise.all(
          this.#people.map(({ tab }) => tab.evaluate(() => ottogiSenses.shown())),
        );
        // Two cameras and a screen, or for whoever shares it two cameras.
        const enough = (keys: string[], index: number) =>
          topology === 'mcu'
            ? keys.length === 1 && keys[0] === 'mix'
            : keys.length === (index === 0 ? 2 : 3) && !keys.includes('mix');
        return { met: rooms[0]?.topology === topology && shown.every(enough), seen: shown };
      },
      PATIENCE_MS,
    );
  }

  /** What is to be seen of everybody. */
  async #publications(): Promise<{ name: string; key: string }[]> {
    const { peers } = await this.#server.state();
    return peers
      .filter(({ name }) => name in PITCH_OF)
      .flatMap(({ peerId, name }) => {
        const sources = name === NAMES[0] ? ['camera', 'screen'] : ['camera'];
        return sources.map((source) => ({ name, key: `${peerId} ${source}` }));
      });
  }
}

async function arrive(name: string, browser: ChromiumBrowser, origin: string): Promise<Person> {
  const tab = await browser.openTab({ origin });
  await tab.page.addInitScript(installTones, PITCH_OF[name]);
  await tab.page.addInitScript(installModestScreen, MODEST);
  await addSenses(tab.page, Object.values(PITCH_OF));
  const person = new Person(name, tab, browser, origin);
  await person.visit(`/r/${ROOM}?${new URLSearchParams({ name, join: '1' }).toString()}`);
  await person.isIn(ROOM);
  return person;
}
