import type { TopologyName, TopologyRule } from '@ottogi/protocol';
import type { ServerState } from '../../packages/server/src/http/routes.ts';
import { freePorts } from '../../packages/server/src/testing/freePorts.ts';
import { SECRET } from '../../packages/server/src/testing/Coturn.ts';
import { WITH_JUMPING_CLOCK } from '../../packages/server/src/testing/jumpingClock.ts';
import { ChromiumBrowser } from '../support/ChromiumBrowser.ts';
import { type FakeCamera, tintedCamera } from '../support/fakeDevices.ts';
import { type ServerEnvironment, ServerProcess } from '../support/ServerProcess.ts';
import { type Look, until } from '../support/until.ts';
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
  /** Whether pages are told of a TURN server: at `turnPort`, where nobody is. */
  turn?: boolean;
  environment?: Partial<ServerEnvironment>;
}

/** Sound is made up for a moment where some is missing; what people hear stops after a shorter one. */
const SOUND_GAP_MS = 150;
/** Of ten frames a second. */
const PICTURE_GAP_MS = 600;
/** What becomes of each rule, where nothing is in its way. */
const COMES_TO = { auto: 'mesh', mesh: 'mesh', sfu: 'sfu', mcu: 'mcu' } as const;

/** What somebody receives who has the mix alone. */
const MIX_ALONE = 'mix,mixAudio';

/** What has come back flows for so long. */
const STEADY_MS = 1_000;

/** How long a fault may take to be seen in media at all. */
const BITES_WITHIN_MS = 1_000;

const PATIENCE_MS = 60_000;

/** At what the server knows: links come about within some tens of ms. */
const LOOK_EVERY_MS = 5;

/** As modest as the cameras. */
const MIX = '640x360@10';

type Links = ServerState['links'];
type RoomState = ServerState['rooms'][number];

interface Arrival {
  browser: ChromiumBrowser;
  server: ServerProcess;
  options: TalkOptions;
  seed: number;
}

type TalkParts = Pick<Talk, 'server' | 'turnPort' | 'ada' | 'ben' | 'herald'> & {
  options: TalkOptions;
  browsers: readonly ChromiumBrowser[];
  roomId: string;
};

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
  /** Of a TURN server, for whoever starts it. */
  readonly turnPort: number;
  readonly #options: TalkOptions;
  readonly #browsers: readonly ChromiumBrowser[];
  readonly #roomId: string;
  #cem: Talker | null = null;
  #rule: TopologyRule = 'sfu';
  #benIsMuted = false;
  #letters: Letters | null = null;
  #marks = 0;

  static async open(options: TalkOptions = {}): Promise<Talk> {
    const { camera = tintedCamera('green'), apart = false } = options;
    const { supervised = false } = options;
    const turnPort = await freePorts(1);
    const environment = {
      NODE_OPTIONS: WITH_JUMPING_CLOCK,
      OTTOGI_MIX: MIX,
      ...(options.turn && turnAt(turnPort)),
      ...options.environment,
    };
    const server = await ServerProcess.start(environment, { supervised });
    const browsers: ChromiumBrowser[] = [];
    const herald = await Writer.connect(server.url, 'Herald');
    try {
      // By somebody who stays, so that the room does too, and is theirs to change.
      const roomId = await herald.createRoom({ name: ROOM, topologyRule: 'sfu' });
      for (let count = apart ? 2 : 1; count > 0; count -= 1) {
        browsers.push(await ChromiumBrowser.launch({ camera, voice: 'song' }));
      }
      const talkers: Talker[] = [];
      for (const [index, name] of ['Ada', 'Ben'].entries()) {
        const browser = browsers[index] ?? browsers[0]!;
        talkers.push(await arrive(name, { browser, server, options, seed: index + 1 }));
      }
      const [ada, ben] = talkers as [Talker, Talker];
      return new Talk({ server, turnPort, options, browsers, ada, ben, herald, roomId });
    } catch (error) {
      herald.close();
      await Promise.all(browsers.map((browser) => browser.close()));
      await server.close();
      throw error;
    }
  }

  private constructor(parts: TalkParts) {
    this.server = parts.server;
    this.turnPort = parts.turnPort;
    this.ada = parts.ada;
    this.ben = parts.ben;
    this.herald = parts.herald;
    this.#options = parts.options;
    this.#browsers = parts.browsers;
    this.#roomId = parts.roomId;
  }

  /** Resolves when both see and hear each other as a fault is to find them. */
  async ready({
    benIsMuted = false,
    topology = 'sfu',
  }: Pick<Fault, 'benIsMuted' | 'topology'> = {}): Promise<void> {
    await this.connectBy(topology);
    await this.areConnected(COMES_TO[topology]);
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

  /** Somebody says by which rule all are connected from now on. */
  async connectBy(rule: TopologyRule): Promise<void> {
    if (rule === this.#rule) return;
    await this.herald.client.rooms.update(this.#roomId, { topologyRule: rule });
    this.#rule = rule;
  }

  /** Resolves when this is in force; of the mix, when it is all that anybody receives. */
  async areConnected(topology: TopologyName): Promise<void> {
    await this.#serverKnows(`the room is ${topology}`, (state) => {
      const room = this.#roomIn(state);
      const met = room?.topology === topology && (topology !== 'mcu' || isMixed(room, state));
      return { met, seen: room };
    });
  }

  /** Resolves when the mix that all have is lost, and then is all that anybody receives again. */
  async mixIsBack(): Promise<void> {
    await this.#serverKnows('the mix is lost', (state) => {
      const room = this.#roomIn(state);
      return { met: room !== undefined && !isMixed(room, state), seen: room };
    });
    await this.areConnected('mcu');
  }

  /** Resolves to the direct ways of the room once there is one, and none in another state. */
  async linksAre(state: Links[number]['state']): Promise<Links> {
    const { links } = await this.#serverKnows(`links are ${state}`, ({ links: seen }) => ({
      met: seen.length > 0 && seen.every((link) => link.state === state),
      seen,
    }));
    return links;
  }

  /** Resolves when the last way from page to page is given up. */
  async linksAreGone(): Promise<void> {
    await this.#serverKnows('there are no links', ({ links: seen }) => ({
      met: seen.length === 0,
      seen,
    }));
  }

  /** Both go and come, so that it is another call, of which nothing is known yet. */
  async meetAnew(): Promise<void> {
    const both = [this.ada, this.ben];
    await Promise.all(both.map((one) => one.goes()));
    await Promise.all(both.map((one) => one.comes(ROOM)));
    await this.#flowed();
  }

  /** A third person, whose page is open, and who is in no room. */
  async cem(): Promise<Talker> {
    if (this.#cem) return this.#cem;
    const [browser] = this.#browsers;
    const { server } = this;
    this.#cem = await arrive('Cem', { browser: browser!, server, options: this.#options, seed: 3 });
    await this.#cem.goes();
    return this.#cem;
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

  /** The process of the browser that mixes. */
  async mixerPid(): Promise<number> {
    const pid = this.#roomIn(await this.server.state())?.mixer?.pid;
    if (!pid) throw new Error('there is no mixer');
    return pid;
  }

  async close(): Promise<void> {
    this.#letters?.close();
    this.herald.close();
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    const talkers = [this.ada, this.ben, ...(this.#cem ? [this.#cem] : [])];
    await Promise.all(talkers.map(({ line }) => line.close()));
    await this.server.close();
  }

  /** Whoever hears somebody. */
  get #listeners(): readonly Talker[] {
    return this.#benIsMuted ? [this.ben] : [this.ada, this.ben];
  }

  #roomIn({ rooms }: ServerState): RoomState | undefined {
    return rooms.find(({ roomId }) => roomId === this.#roomId);
  }

  /** Looks often, for some of what it waits for lasts but a moment. */
  async #serverKnows(
    what: string,
    look: (state: ServerState) => Look<unknown>,
  ): Promise<ServerState> {
    let state!: ServerState;
    const lookAtServer = async () => look((state = await this.server.state()));
    await until(what, lookAtServer, PATIENCE_MS, LOOK_EVERY_MS);
    return state;
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

/** Whether the mix is all that each of them receives. */
function isMixed({ peerIds }: RoomState, { consumers }: ServerState): boolean {
  return peerIds.every((peerId) => {
    const received = consumers.filter((consumer) => consumer.peerId === peerId);
    const sources = received.map(({ source }) => source).sort();
    return sources.join() === MIX_ALONE;
  });
}

/** Somebody comes into the room, and turns everything on. */
async function arrive(
  name: string,
  { browser, server, options: { tcp = true }, seed }: Arrival,
): Promise<Talker> {
  const talker = await Talker.arrive(name, { browser, server, room: ROOM, tcp, seed });
  await talker.person.turnOn('microphone', 'camera');
  return talker;
}

function turnAt(port: number): Partial<ServerEnvironment> {
  return { OTTOGI_TURN_URL: `turn:127.0.0.1:${port}?transport=udp`, OTTOGI_TURN_SECRET: SECRET };
}

function longest(gaps: readonly Gap[]): Gap {
  return gaps.toSorted((a, b) => b.lengthMs - a.lengthMs)[0]!;
}
