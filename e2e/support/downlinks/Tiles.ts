import { LONGEST_PAUSE_MS } from '../fakeDevices.ts';
import type { Person } from '../Person.ts';
import type { Picture, Sound } from '../probe.ts';
import { type Look, until } from '../until.ts';
import { agree, areSame, type Downlink, type Marks, nameOf, type Whom } from './Downlink.ts';

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

/** Everybody has a tile and a voice of their own. */
export class Tiles implements Downlink {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  async sees(source: string, people: readonly Whom[]): Promise<void> {
    const names = people.map(nameOf);
    // By element, since a picture that was replaced counts from nought again.
    let first = new Map<string, number>();
    await this.#until(`sees the ${source} of ${names.join(', ')}`, async () => {
      const all = await this.#person.pictures();
      const pictures = all.filter((picture) => picture.source === source);
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

  async seesNone(source: string, whom: Whom): Promise<void> {
    const name = nameOf(whom);
    await this.#until(`sees no ${source} of ${name}`, async () => {
      const pictures = await this.#person.pictures();
      const tiles = await this.#person.tiles();
      const left = [
        ...pictures.filter((of) => of.name === name && of.source === source),
        ...tiles.filter((of) => of.name.startsWith(name) && of.source === source && of.waiting),
      ];
      return { met: left.length === 0, seen: left };
    });
  }

  async hears(source: string, whom: Whom): Promise<void> {
    const name = nameOf(whom);
    let first: number | null = null;
    await this.#until<unknown>(`hears the ${source} of ${name}`, async () => {
      const sound = await this.#person.soundOf(name, source);
      if (!sound || sound.volume < INAUDIBLE) {
        return { met: false, seen: await this.#person.sounds() };
      }
      first = Math.min(first ?? sound.energy, sound.energy);
      return { met: isAudible(sound, first), seen: sound };
    });
  }

  async hearsNothing(source: string, whom: Whom): Promise<void> {
    const name = nameOf(whom);
    let quiet = { energy: Number.NaN, since: 0 };
    await this.#until(`hears no ${source} of ${name}`, async () => {
      const silence = { energy: 0, volume: 0, peak: null };
      const sound = (await this.#person.soundOf(name, source)) ?? silence;
      const { energy, volume } = sound;
      const now = performance.now();
      if (Number.isNaN(quiet.energy)) quiet = { energy, since: now };
      if (volume >= INAUDIBLE && isAudible(sound, quiet.energy)) quiet.since = now;
      quiet.energy = energy;
      return { met: now - quiet.since > SILENCE_MS, seen: { volume, quietMs: now - quiet.since } };
    });
  }

  /** The tiles of the stage are exactly those of these people, and one's own. */
  async isWith(people: readonly Whom[]): Promise<void> {
    const names = people.map(nameOf).sort();
    await this.#until(`is with ${names.join(', ') || 'nobody'}`, async () => {
      const tiles = await this.#person.tiles();
      const others = tiles.filter((tile) => !tile.own && tile.source === 'camera');
      const seen = others.map(({ name }) => name).sort();
      const own = tiles.filter((tile) => tile.own && tile.source === 'camera').length;
      return { met: own === 1 && areSame(seen, names), seen: { own, others: seen } };
    });
  }

  async findsMarks(whom: Whom, marks: Partial<Marks>): Promise<void> {
    const name = nameOf(whom);
    await this.#until(`finds the tile of ${name} ${JSON.stringify(marks)}`, async () => {
      const seen = (await this.#person.tiles()).find((tile) => tile.name === name);
      return { met: agree(marks, seen), seen };
    });
  }

  #until<T>(what: string, look: () => Promise<Look<T>>): Promise<T> {
    return until(`${this.#person.name} ${what}`, look);
  }
}

/** Of what Web Audio alone plays, Chrome counts no energy; there the samples themselves are looked at. */
function isAudible({ energy, peak }: Pick<Sound, 'energy' | 'peak'>, before: number): boolean {
  return energy - before > AUDIBLE || (peak ?? 0) > AUDIBLE_PEAK;
}

/** Black, or one even darkness: what a tile without frames looks like. */
function isBlack({ colour, contrast }: Picture): boolean {
  return Math.max(...colour) < 24 && contrast < 4;
}
