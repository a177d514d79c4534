import { LONGEST_PAUSE_MS, type Tint } from '../fakeDevices.ts';
import { heardPitches, type Patch, patches } from '../mix.ts';
import type { Person } from '../Person.ts';
import { type Look, until } from '../until.ts';
import { agree, areSame, type Downlink, type Marks, nameOf, type Whom } from './Downlink.ts';

/** A small face beside a screen has more than this of the picture. */
const SEEN = 0.012;

/** What a codec leaves at the edges of other colours is less. */
const UNSEEN = 0.004;

/** The fake screen's colour, which is nobody's own. It stands large, or two of them half as large. */
const SCREEN: Tint = 'green';
const SCREEN_SEEN = 0.15;

/** The bar in a fake camera's picture wanders, and what is around it moves by more than this. */
const MOVED = 0.002;

const SILENCE_MS = 2 * LONGEST_PAUSE_MS;

/**
 * There is one picture and one sound of all, in which each is known by a colour and a pitch. What is
 * said of people stands in the list of the room, as there are no tiles.
 */
export class Mix implements Downlink {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  async sees(source: 'camera' | 'screen', people: readonly Whom[]): Promise<void> {
    const names = people.map(nameOf).join(', ');
    if (source === 'screen') {
      await this.#until(`sees the screen of ${names} in the picture of all`, async () => {
        const seen = await patches(this.#person);
        return { met: seen !== null && seen[SCREEN].share > SCREEN_SEEN, seen };
      });
      await Promise.all(people.map((whom) => this.#isListed(whom, { sharing: true })));
      return;
    }
    const first = new Map<Tint, Patch>();
    await this.#until(`sees ${names} in the picture of all`, async () => {
      const seen = await patches(this.#person);
      if (seen === null) return { met: false, seen };
      const met = people.map((whom) => {
        const [tint, patch] = [guiseOf(whom).tint, seen[guiseOf(whom).tint]];
        if (patch.share < SEEN) return false;
        if (!first.has(tint)) first.set(tint, patch);
        return Math.abs(patch.middle - first.get(tint)!.middle) > MOVED;
      });
      return { met: met.every(Boolean), seen };
    });
  }

  async seesNone(source: string, whom: Whom): Promise<void> {
    if (source === 'screen') {
      await this.#isListed(whom, { sharing: false });
      // Somebody else's may be in the picture on.
      if ((await this.#listed()).some(({ sharing }) => sharing)) return;
    }
    const tint = source === 'screen' ? SCREEN : guiseOf(whom).tint;
    await this.#until(`sees no ${source} of ${nameOf(whom)} in the picture of all`, async () => {
      const seen = await patches(this.#person);
      return { met: seen !== null && seen[tint].share < UNSEEN, seen };
    });
  }

  /** A microphone and a screen of one machine sound alike: one of them has to be off. */
  async hears(source: string, whom: Whom): Promise<void> {
    const { pitchHz } = guiseOf(whom);
    await this.#until(`hears the ${source} of ${nameOf(whom)} in the sound of all`, async () => {
      const seen = await heardPitches(this.#person, [pitchHz]);
      return { met: seen.length > 0, seen };
    });
  }

  async hearsNothing(source: string, whom: Whom): Promise<void> {
    const { pitchHz } = guiseOf(whom);
    let since = performance.now();
    await this.#until(`hears no ${source} of ${nameOf(whom)} in the sound of all`, async () => {
      const heard = await heardPitches(this.#person, [pitchHz]);
      const now = performance.now();
      if (heard.length > 0) since = now;
      return { met: now - since > SILENCE_MS, seen: { quietMs: now - since } };
    });
  }

  async isWith(people: readonly Whom[]): Promise<void> {
    const names = [this.#person.name, ...people.map(nameOf)].sort();
    await this.#until(`is with ${names.join(', ')}`, async () => {
      const seen = (await this.#listed()).map(({ name }) => name).sort();
      return { met: areSame(seen, names), seen };
    });
  }

  async findsMarks(whom: Whom, marks: Partial<Marks>): Promise<void> {
    await this.#isListed(whom, marks);
  }

  async #isListed(whom: Whom, marks: Partial<Listed>): Promise<void> {
    const name = nameOf(whom);
    await this.#until(`finds ${name} in the list ${JSON.stringify(marks)}`, async () => {
      const seen = (await this.#listed()).find((each) => each.name === name);
      return { met: agree(marks, seen), seen };
    });
  }

  /** Those who are in the same room. */
  #listed(): Promise<Listed[]> {
    return this.#person.tab.evaluate(() => {
      const room = document.querySelector('main header h1')?.textContent ?? '';
      const people = `[data-room="${CSS.escape(room)}"] li[data-peer-id]`;
      return [...document.querySelectorAll<HTMLElement>(people)].map((item) => ({
        name: item.querySelector('bdi')?.textContent ?? '',
        muted: item.textContent.includes('muted'),
        speaking: item.textContent.includes('speaking'),
        handRaised: item.textContent.includes('hand raised'),
        deafened: item.textContent.includes('deafened'),
        sharing: item.textContent.includes('Live'),
      }));
    });
  }

  #until<T>(what: string, look: () => Promise<Look<T>>): Promise<T> {
    return until(`${this.#person.name} ${what}`, look);
  }
}

interface Listed extends Marks {
  name: string;
  sharing: boolean;
}

function guiseOf(whom: Whom) {
  const guise = typeof whom === 'string' ? undefined : whom.guise;
  if (!guise) throw new Error(`${nameOf(whom)} cannot be told from others in a mix`);
  return guise;
}
