import { randomBytes } from 'node:crypto';
import { RequestError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { removeLeftFolders } from './Chromium.ts';
import { CHROMIUM_MEND, findChromium } from './findChromium.ts';
import { RoomMixer } from './RoomMixer.ts';

/** The picture of a mix. */
export interface MixPicture {
  width: number;
  height: number;
  framesPerSecond: number;
}

/** A room, as its mixer needs to know it. */
interface Place {
  readonly roomId: string;
  readonly name: string;
}

export interface RoomMixersOptions {
  /** Of the Chromium, or `off`; null to look for one. */
  chromium: string | null;
  /** How many rooms may be mixed at a time: each takes a good part of a core. */
  most: number;
  picture: MixPicture;
  /** Under which this machine finds the server's own page. */
  origin: () => string;
  logger: Logger;
}

/** What the page of a mixer is told, in the part of its address that no server and no log sees. */
export interface MixerPage extends MixPicture {
  room: string;
  secret: string;
}

/** The mixers of all rooms, and the secrets by which they are known when they come. */
export class RoomMixers {
  readonly #options: RoomMixersOptions;
  readonly #mixers = new Set<RoomMixer>();
  readonly #secrets = new Map<string, Place>();
  #closed = false;

  constructor(options: RoomMixersOptions) {
    this.#options = options;
    // In the way of nobody, and another time is as good.
    removeLeftFolders().catch(() => {});
  }

  get available(): boolean {
    return this.#unavailable() === null;
  }

  /** @throws RequestError `mixerUnavailable` */
  start(room: Place, gaveUp: () => void): RoomMixer {
    const unavailable = this.#unavailable();
    const path = findChromium(this.#options.chromium);
    if (unavailable !== null || path === null) {
      throw new RequestError('mixerUnavailable', unavailable ?? 'there is no Chromium');
    }
    let secret = '';
    const mixer: RoomMixer = new RoomMixer({
      name: room.name,
      path,
      page: () => {
        secret = randomBytes(32).toString('base64url');
        this.#secrets.set(secret, room);
        const origin = this.#options.origin();
        return { origin, url: `${origin}/mixer.html#${this.#page(room, secret)}` };
      },
      forget: () => this.#secrets.delete(secret),
      gaveUp,
      closed: () => this.#mixers.delete(mixer),
      logger: this.#options.logger,
    });
    this.#mixers.add(mixer);
    return mixer;
  }

  /** Of which room somebody is the mixer who brings this; each secret opens once. */
  take(secret: string | undefined): Place | null {
    const room = secret === undefined ? undefined : this.#secrets.get(secret);
    if (secret !== undefined) this.#secrets.delete(secret);
    return room ?? null;
  }

  close(): void {
    this.#closed = true;
    for (const mixer of this.#mixers) mixer.close();
  }

  /** Why none can be had, for whoever can mend it; null where one can. */
  #unavailable(): string | null {
    const { chromium, most } = this.#options;
    if (this.#closed) return 'the server is shutting down';
    if (chromium === 'off') return 'the host has switched mixes off (OTTOGI_CHROMIUM)';
    if (findChromium(chromium) === null) {
      const where = chromium === null ? 'here' : `at ${chromium}`;
      return `there is no Chromium ${where}, which mixes: ${CHROMIUM_MEND}, or set OTTOGI_CHROMIUM`;
    }
    if (this.#mixers.size < most) return null;
    return `${most} rooms are mixed already (OTTOGI_MAX_MIXERS)`;
  }

  #page({ name }: Place, secret: string): string {
    const page: MixerPage = { ...this.#options.picture, room: name, secret };
    return Buffer.from(JSON.stringify(page)).toString('base64url');
  }
}
