import { WITH_JUMPING_CLOCK } from '../../packages/server/src/testing/jumpingClock.ts';
import { ChromiumBrowser } from '../support/ChromiumBrowser.ts';
import { type FakeCamera, tintedCamera } from '../support/fakeDevices.ts';
import { type ServerEnvironment, ServerProcess } from '../support/ServerProcess.ts';
import { until } from '../support/until.ts';
import { Writer } from '../support/Writer.ts';
import type { Fault } from './Fault.ts';
import { flows, type Gap, longestGap, now } from './gaps.ts';
import { Letters } from './Letters.ts';
import { Talker } from './Talker.ts';

export const ROOM = 'Lounge';

export interface TalkOptions {
  /** Whether media may go by TCP where UDP is blocked; if not, nothing goes past the relays. */
  tcp?: boolean;
  /** Whether the two have browsers of their own, one of which may stop. */
  apart?: boolean;
  camera?: FakeCamera;
  /** Whether somebody keeps the server up, as after `npm start`. */
  supervised?: boolean;
  environment?: Partial<ServerEnvironment>;
}

/** Sound is made up for a moment where some is missing; what people hear stops after a shorter one. */
const SOUND_GAP_MS = 150;
/** Of ten frames a second. */
const PICTURE_GAP_MS = 600;
/** What has come back flows for so long. */
const STEADY_MS = 1_000;

/** How long a fault may take to be seen in media at all. */
const BITES_WITHIN_MS = 1_000;

const PATIENCE_MS = 60_000;

export interface Recovery {
  sound: Gap;
  picture: Gap;
}

/**
 * Two people in real browsers who see and hear each other without a pause, over ways that can be
 * broken: what faults happen to, over and over.
 */
export class Talk {
  readonly server: ServerProcess;
  readonly ada: Talker;
  readonly ben: Talker;
  /** Somebody whose own way never breaks, who sees what all are told. */
  readonly herald: Writer;
  readonly #browsers: readonly ChromiumBrowser[];
  #benIsMuted = false;
  #letters: Letters | null = null;
  #marks = 0;

  static async open(options: TalkOptions = {}): Promise<Talk> {
    const { camera = tintedCamera('green'), apart = false } = options;
    const { supervised = false } = options;
    const environment = { NODE_OPTIONS: WITH_JUMPING_CLOCK, ...options.environment };
    const server = await ServerProcess.start(environment, { supervised });
    const browsers: ChromiumBrowser[] = [];
    try {
      for (let count = apart ? 2 : 1; count > 0; count -= 1) {
        browsers.push(await ChromiumBrowser.launch({ camera, voice: 'song' }));
      }
      const talkers: Talker[] = [];
      for (const [index, name] of ['Ada', 'Ben'].entries()) {
        const browser = browsers[index] ?? browsers[0]!;
        talkers.push(
          await Talker.arrive(name, {
            browser,
            server,
            room: ROOM,
            tcp: options.tcp ?? true,
            seed: index + 1,
          }),
        );
      }
      const [ada, ben] = talkers as [Talker, Talker];
      await ada.person.turnOn('microphone', 'camera');
      await ben.person.turnOn('microphone', 'camera');
      const herald = await Writer.connect(server.url, 'Herald');
      return new Talk(server, browsers, [ada, ben], herald);
    } catch (error) {
      await Promise.all(browsers.map((browser) => browser.close()));
      await server.close();
      throw error;
    }
  }

  private constructor(
    server: ServerProcess,
    browsers: readonly ChromiumBrowser[],
    [ada, ben]: [Talker, Talker],
    herald: Writer,
  ) {
    this.server = server;
    this.ada = ada;
    this.ben = ben;
    this.herald = herald;
    this.#browsers = browsers;
  }

  /** Resolves when both see and hear each other as a fault is to find them. */
  async ready({ benIsMuted = false }: Pick<Fault, 'benIsMuted'> = {}): Promise<void> {
    if (benIsMuted !== this.#benIsMuted) {
      const { person } = this.ben;
      await (benIsMuted ? person.turnOff('microphone') : person.turnOn('microphone'));
      this.#benIsMuted = benIsMuted;
    }
    await this.#flowed();
  }

  /**
   * Resolves when everything that stopped after a moment has come back: how long sound and picture
   * were away at most, at whom it was the longest, and when they were back.
   */
  async recovered(fromMs: number): Promise<Recovery> {
    await this.#steady(fromMs + BITES_WITHIN_MS + STEADY_MS);
    return this.gaps(fromMs);
  }

  /** The longest gaps since a moment. */
  async gaps(fromMs: number): Promise<Recovery> {
    const sounds = await Promise.all(
      this.#listeners.map(async (one) => longestGap(await one.heard(fromMs), fromMs)),
    );
    const pictures = await Promise.all(
      [this.ada, this.ben].map(async (one) => longestGap(await one.seen(fromMs), fromMs)),
    );
    return { sound: longest(sounds), picture: longest(pictures) };
  }

  /**
   * When somebody's page knew of something that was said to all a moment ago, in ms since 1970: so
   * the page listens to its server again.
   */
  async hearsNews({ page }: Talker): Promise<number> {
    const name = `News ${(this.#marks += 1)}`;
    await until('the herald is connected', async () => {
      const { status } = this.herald.client.getSnapshot().connection;
      return { met: status === 'connected', seen: status };
    });
    const roomId = await this.herald.createRoom({ name });
    await page.waitForSelector(`[data-room="${name}"]`, {
      state: 'attached',
      timeout: PATIENCE_MS,
    });
    const at = now();
    await this.herald.client.rooms.remove(roomId);
    return at;
  }

  /** Somebody opens the page anew and is back in the room, with everything on as before. */
  async comesAnew({ person }: Talker): Promise<void> {
    await person.tab.reload();
    await person.isIn(ROOM);
    await this.#flowed();
  }

  /** Notes when somebody is marked in the list, and when they are gone from it. */
  watch(name: string): { stop: () => { markedAt: number | null; goneAt: number | null } } {
    let [markedAt, goneAt]: [number | null, number | null] = [null, null];
    const look = () => {
      const peers = this.herald.client.getSnapshot().rooms.flatMap((room) => room.peers);
      const peer = peers.find((each) => each.name === name);
      if (!peer) goneAt ??= now();
      if (!peer || peer.reconnecting) markedAt ??= now();
    };
    const unsubscribe = this.herald.client.subscribe(look);
    const stop = () => {
      unsubscribe();
      return { markedAt, goneAt };
    };
    return { stop };
  }

  /** People who write to each other over Ada's way. */
  async letters(): Promise<Letters> {
    this.#letters ??= await Letters.open(this.ada.line.signaling.url);
    return this.#letters;
  }

  /** One that died is replaced, and until then there is one place less for rooms. */
  async allWorkersAreUp(): Promise<void> {
    await until('all workers are up', async () => {
      const seen = await this.server.workers();
      return { met: seen.every(({ pid }) => pid !== null), seen };
    });
  }

  /** The process of the worker that carries the talk. */
  async workerPid(): Promise<number> {
    const { pid } = this.ada.line.workerOf(await this.server.workers());
    if (pid === null) throw new Error('the worker has no process');
    return pid;
  }

  async close(): Promise<void> {
    this.#letters?.close();
    this.herald.close();
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    await Promise.all([this.ada, this.ben].map(({ line }) => line.close()));
    await this.server.close();
  }

  /** Whoever hears somebody. */
  get #listeners(): readonly Talker[] {
    return this.#benIsMuted ? [this.ben] : [this.ada, this.ben];
  }

  async #flowed(): Promise<void> {
    await this.#steady(now() + STEADY_MS);
  }

  async #steady(notBeforeMs: number): Promise<void> {
    await until(
      'everybody sees and hears the other',
      async () => {
        const toMs = now();
        const fromMs = toMs - STEADY_MS;
        const [sounds, pictures] = await Promise.all([
          Promise.all(this.#listeners.map((one) => one.heard(fromMs))),
          Promise.all([this.ada, this.ben].map((one) => one.seen(fromMs))),
        ]);
        const steady =
          sounds.every((moments) => flows(moments, { fromMs, toMs, gapMs: SOUND_GAP_MS })) &&
          pictures.every((moments) => flows(moments, { fromMs, toMs, gapMs: PICTURE_GAP_MS }));
        const seen = {
          heard: sounds.map(({ length }) => length),
          seen: pictures.map(({ length }) => length),
        };
        return { met: steady && toMs >= notBeforeMs, seen };
      },
      PATIENCE_MS,
    );
  }
}

function longest(gaps: readonly Gap[]): Gap {
  return gaps.toSorted((a, b) => b.lengthMs - a.lengthMs)[0]!;
}
