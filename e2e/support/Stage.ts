import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, type TestContext } from 'vitest';
import type { TopologyRule } from '@ottogi/protocol';
import { ChromiumBrowser, type ChromiumOptions } from './ChromiumBrowser.ts';
import { FirefoxBrowser } from './FirefoxBrowser.ts';
import { type FakeCamera, type Tint, tintedCamera } from './fakeDevices.ts';
import type { Guise } from './guises.ts';
import { Person } from './Person.ts';
import { type ServerEnvironment, ServerProcess } from './ServerProcess.ts';
import type { Browser, Tab } from './Tab.ts';
import { installTones } from './tones.ts';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

/** Of whoever names none. */
const OWN_TINT: Tint = 'green';

export interface Arrival extends Omit<ChromiumOptions, 'camera' | 'voice'> {
  /** Whose picture it is, or which; null is a machine without camera and microphone. */
  camera?: Tint | FakeCamera | null;
  browser?: 'chromium' | 'firefox';
  /** A browser of one's own, which may crash. */
  alone?: boolean;
  /** Where to go first; null is nowhere yet. */
  path?: string | null;
  /** Where the server is for this person, if not at its own address. */
  origin?: string;
  locale?: string;
  /** How the room is to connect people, where it opens by the link. */
  topology?: TopologyRule;
  /** By what others know them in a mix, where everybody has that and nothing else. */
  guise?: Guise;
  /** Opens another tab in the browser of this person, with the same memory. */
  beside?: Person;
}

/**
 * One server, and the people who come to it. Browsers serve all tests of a file; tabs belong to one
 * test, and after it nothing of them may be left on the server.
 */
export class Stage {
  readonly #environment: Partial<ServerEnvironment>;
  readonly #browsers = new Map<string, Promise<Browser>>();
  #server: ServerProcess | null = null;
  #people: Person[] = [];
  /** Those of them who stay from test to test. */
  #company: Person[] = [];
  #lonely: Browser[] = [];
  #others: { close(): unknown }[] = [];
  #logFrom = 0;
  #expected: RegExp | null = null;

  constructor(environment: Partial<ServerEnvironment>) {
    this.#environment = environment;
  }

  get server(): ServerProcess {
    if (!this.#server) throw new Error('the server is not started yet');
    return this.#server;
  }

  /** Somebody opens a browser, and the page. */
  async arrive(name: string, arrival: Arrival = {}): Promise<Person> {
    const { beside, alone = false, path = '/', origin = this.server.url, locale, guise } = arrival;
    const browser = beside?.browser ?? (await this.#browserFor(arrival, alone));
    const tab = await browser.openTab({
      origin,
      ...(locale && { locale }),
      ...(beside && { sibling: beside.tab }),
    });
    const person = new Person(name, tab, browser, origin, guise);
    if (guise) await person.page.addInitScript(installTones, null);
    this.#people.push(person);
    if (path !== null) await person.visit(path);
    return person;
  }

  /** As `arrive`, and says who they are. */
  async arriveNamed(name: string, arrival: Arrival = {}): Promise<Person> {
    const person = await this.arrive(name, arrival);
    await person.introduce();
    return person;
  }

  /** As `arrive`, and enters a room by a link, silent. */
  async arriveIn(room: string, name: string, arrival: Arrival = {}): Promise<Person> {
    const { topology } = arrival;
    const query = new URLSearchParams({ name, join: '1', ...(topology && { topology }) });
    const path = `/r/${encodeURIComponent(room)}?${query.toString()}`;
    const person = await this.arrive(name, { ...arrival, path });
    await person.isIn(room);
    return person;
  }

  /**
   * The same people in one test after another: they come once, and anew after a test that failed. It
   * is for them to turn off what they turned on.
   */
  async company<P extends readonly Person[]>(come: () => Promise<P>): Promise<P> {
    if (this.#company.length === 0) this.#company = [...(await come())];
    return this.#company as readonly Person[] as P;
  }

  /** They go after all. */
  async dismiss(): Promise<void> {
    this.#company = [];
    await this.clear();
  }

  /** Somebody’s tab is gone already, so it is not to be closed or looked into. */
  forget(person: Person): void {
    this.#people = this.#people.filter((other) => other !== person);
  }

  /** Something besides people that a test opened, to be closed with it. */
  alsoClose(closable: { close(): unknown }): void {
    this.#others.push(closable);
  }

  /** The server will log errors of this kind in this test, and that is right. */
  expectErrors(errors: RegExp): void {
    this.#expected = errors;
  }

  async open(): Promise<void> {
    this.#server = await ServerProcess.start(this.#environment);
  }

  /** Everybody goes but those who stay, and the server has forgotten them. */
  async clear(): Promise<void> {
    const people = this.#people;
    this.#people = [...this.#company];
    const gone = people.filter((person) => !this.#company.includes(person));
    await Promise.all(gone.map(({ tab }) => tab.close()));
    await Promise.all(this.#lonely.map((browser) => browser.close()));
    this.#lonely = [];
    await Promise.all(this.#others.map(async (other) => other.close()));
    this.#others = [];
    if (this.#company.length === 0 && this.server.isAlive) await this.server.isEmpty();
    const exceptions = people.flatMap(({ tab }) => tab.exceptions.splice(0));
    expect(exceptions, 'exceptions that a page did not catch').toEqual([]);
    const expected = this.#expected;
    const errors = this.#newLog()
      .split('\n')
      .filter((line) => /\b(ERROR|FATAL)\b/.test(line) && !expected?.test(line));
    this.#logFrom = this.server.log.length;
    this.#expected = null;
    expect(errors, 'errors that the server logged').toEqual([]);
  }

  async close(): Promise<void> {
    const launched = await Promise.allSettled(this.#browsers.values());
    const browsers = launched.filter((result) => result.status === 'fulfilled');
    await Promise.all(browsers.map(({ value }) => value.close()));
    await this.#server?.close();
  }

  /** What a test that failed leaves to look at. Resolves to the folder. */
  async keep(testName: string): Promise<string> {
    const folder = join(RESULTS, testName.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'server.log'), this.#newLog());
    if (this.server.isAlive) {
      const state = JSON.stringify(await this.server.state(), null, 2);
      await writeFile(join(folder, 'state.json'), state);
    }
    await Promise.all(
      this.#people.map(({ name, tab }, index) => keepTab(tab, join(folder, `${index}-${name}`))),
    );
    return folder;
  }

  #newLog(): string {
    return this.server.log.slice(this.#logFrom);
  }

  async #browserFor(arrival: Arrival, alone: boolean): Promise<Browser> {
    const launch = (): Promise<Browser> =>
      arrival.browser === 'firefox'
        ? FirefoxBrowser.launch()
        : ChromiumBrowser.launch(chromiumOptions(arrival));
    if (alone) {
      const browser = await launch();
      this.#lonely.push(browser);
      return browser;
    }
    const { browser, camera = OWN_TINT, guise, prompts, flags } = arrival;
    const key = JSON.stringify([browser, camera, guise, prompts, flags], nameOfFunction);
    const known = this.#browsers.get(key) ?? launch();
    this.#browsers.set(key, known);
    return known;
  }
}

/** A stage for the tests of this file, or of this `describe`. */
export function useStage(environment: Partial<ServerEnvironment> = {}): Stage {
  const stage = new Stage(environment);
  beforeAll(() => stage.open());
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return stage.clear();
    await keepFailed(stage, task);
    return stage.dismiss();
  });
  afterAll(() => stage.close());
  return stage;
}

async function keepFailed(stage: Stage, task: TestContext['task']): Promise<void> {
  const folder = await stage.keep(`${task.suite?.name ?? ''} ${task.name}`);
  process.stderr.write(`“${task.name}” failed; pages and logs are kept in ${folder}\n`);
}

/** A camera that is none of the usual is known by its name. */
function nameOfFunction(_key: string, value: unknown): unknown {
  return typeof value === 'function' ? value.name : value;
}

function chromiumOptions({ guise, prompts, flags, ...arrival }: Arrival): ChromiumOptions {
  const { camera = guise?.tint ?? OWN_TINT } = arrival;
  return {
    ...(guise && { voice: guise.pitchHz }),
    ...(camera && { camera: typeof camera === 'string' ? tintedCamera(camera) : camera }),
    ...(prompts && { prompts }),
    ...(flags && { flags }),
  };
}

async function keepTab(tab: Tab, path: string): Promise<void> {
  await writeFile(`${path}.console.log`, [...tab.console, ...tab.exceptions].join('\n'));
  try {
    await tab.screenshot(`${path}.png`);
  } catch (error) {
    await writeFile(`${path}.no-picture.txt`, String(error));
  }
}
