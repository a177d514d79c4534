import type { Source } from '@ottogi/protocol';
import { type Bytes, concat } from './bytes.ts';
import { partSealed, type StreamKind } from './frameFormat.ts';
import { ReplayWindow } from './ReplayWindow.ts';
import { kidOf, nextStep, ofKid, type SenderKey } from './SenderKey.ts';
import { deriveFrameKey, type FrameKey, nonceOf } from './sframe.ts';

/** How long a former key opens what was on its way. */
const FORMER_MS = 5_000;

/** A new generation is sealed with within two seconds; then nothing of the former comes any more. */
const SUPERSEDED_MS = 10_000;

/** Steps by which a frame may be ahead: as many people joined while nothing of this peer arrived. */
const MOST_AHEAD = 32;

const MOST_GENERATIONS = 4;

export type Opened =
  | { status: 'opened'; data: Bytes }
  /** Sealed with a key that was not handed over yet. */
  | { status: 'unknownKey' }
  /** Sealed with one that never was, or is let go of: a later one is known. */
  | { status: 'past' }
  /** Not sealed, tampered with, or seen before. */
  | { status: 'refused' };

interface Step {
  readonly key: FrameKey;
  readonly windows: Map<Source, ReplayWindow>;
  /** When it opens nothing any more; null for the newest. */
  until: number | null;
}

interface Generation {
  newest: SenderKey;
  readonly steps: Map<number, Step>;
  until: number | null;
}

const REFUSED: Opened = { status: 'refused' };

/** Opens what one other peer has sealed, with the keys that it handed over. */
export class FrameOpener {
  readonly #now: () => number;
  readonly #generations = new Map<number, Generation>();

  /** @param now A clock that never goes back, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Keys before the first one that was handed over stay closed to this side. */
  async add(key: SenderKey): Promise<void> {
    const known = this.#generations.get(key.generation);
    if (known && known.newest.step >= key.step) return;
    const step = await stepOf(key);
    const generation = this.#generations.get(key.generation) ?? {
      newest: key,
      steps: new Map<number, Step>(),
      until: null,
    };
    this.#generations.set(key.generation, generation);
    this.#advance(generation, key, step);
    this.#supersede();
  }

  async open(kind: StreamKind, sealed: Uint8Array): Promise<Opened> {
    const parts = partSealed(kind, sealed);
    if (!parts) return REFUSED;
    this.#letGo();
    const found = await this.#find(parts.kid);
    if (!found) return { status: this.#isPast(parts.kid) ? 'past' : 'unknownKey' };
    const { key } = found.step;
    const iv = nonceOf(key.salt, parts.counter);
    const { additionalData, ciphertext, clear } = parts;
    let plain: ArrayBuffer;
    try {
      const cipher = { name: 'AES-GCM', iv, additionalData };
      plain = await crypto.subtle.decrypt(cipher, key.key, ciphertext);
    } catch {
      return REFUSED;
    }
    // Only now: nothing that is not proved moves a ratchet, or counts as seen.
    const { generation, senderKey, step } = found;
    const { windows } = senderKey ? this.#advance(generation, senderKey, step) : step;
    const window = windows.get(kind.source) ?? new ReplayWindow();
    windows.set(kind.source, window);
    if (!window.take(parts.counter)) return REFUSED;
    return { status: 'opened', data: concat(clear, new Uint8Array(plain)) };
  }

  /** The key of this id, by ratcheting if need be; null where there is none. */
  async #find(kid: number) {
    const { generation: number, step: wanted } = ofKid(kid);
    const generation = this.#generations.get(number);
    if (!generation) return null;
    const { newest } = generation;
    const known = generation.steps.get(wanted);
    if (known) return { generation, step: known, senderKey: null };
    if (wanted < newest.step || wanted > newest.step + MOST_AHEAD) return null;
    let senderKey: SenderKey | null = newest;
    while (senderKey && senderKey.step < wanted) senderKey = await nextStep(senderKey);
    return senderKey && { generation, step: await stepOf(senderKey), senderKey };
  }

  /** Of a key that is not known, whether a later one is: keys come in the order in which they are used. */
  #isPast(kid: number): boolean {
    const { generation: number, step } = ofKid(kid);
    const known = this.#generations.get(number);
    if (known) return step < known.newest.step;
    return [...this.#generations.keys()].some((other) => other > number);
  }

  /** A later step is known: those before it open what was on its way, and no more. */
  #advance(generation: Generation, senderKey: SenderKey, step: Step): Step {
    const known = generation.steps.get(senderKey.step);
    if (known) return known;
    generation.steps.set(senderKey.step, step);
    if (senderKey.step < generation.newest.step) return step;
    const until = this.#now() + FORMER_MS;
    for (const [number, each] of generation.steps) {
      if (number < senderKey.step) each.until ??= until;
    }
    generation.newest = senderKey;
    return step;
  }

  /** Of another generation the sender lets go too. */
  #supersede(): void {
    const ascending = [...this.#generations.keys()].sort((a, b) => a - b);
    const newest = ascending.at(-1) ?? 0;
    const until = this.#now() + SUPERSEDED_MS;
    for (const [number, generation] of this.#generations) {
      if (number < newest) generation.until ??= until;
    }
    for (const number of ascending.slice(0, -MOST_GENERATIONS)) this.#generations.delete(number);
  }

  #letGo(): void {
    const now = this.#now();
    for (const [number, { steps, until }] of this.#generations) {
      if (until !== null && until <= now) this.#generations.delete(number);
      for (const [step, each] of steps) {
        if (each.until !== null && each.until <= now) steps.delete(step);
      }
    }
  }
}

async function stepOf(key: SenderKey): Promise<Step> {
  return { key: await deriveFrameKey(key.baseKey, kidOf(key)), windows: new Map(), until: null };
}
