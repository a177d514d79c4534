import type { NotificationData } from '@ottogi/protocol';

type Levels = NotificationData<'audioLevels'>['levels'];

/** As often, and from the same level on, as the server says it of what goes over it. */
const LOOK_EVERY_MS = 250;
const SPEECH_THRESHOLD_DBOV = -60;
const STEP_DB = 6;

export interface LoudnessOwner {
  /** Linear, 0 to 1, by `peerId`. */
  measure(): Promise<ReadonlyMap<string, number>>;
  heard(levels: Levels): void;
}

/** Who is heard and how loud, where the server hears nothing itself. */
export class Loudness {
  readonly #owner: LoudnessOwner;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = '[]';
  #closed = false;

  constructor(owner: LoudnessOwner) {
    this.#owner = owner;
    this.#lookLater();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    const measured = await this.#owner.measure();
    if (this.#closed) return;
    const levels = [...measured]
      .map(([peerId, linear]) => ({ peerId, level: 20 * Math.log10(Math.max(linear, 1e-7)) }))
      .filter(({ level }) => level > SPEECH_THRESHOLD_DBOV)
      .map(({ peerId, level }) => ({ peerId, level: Math.round(level / STEP_DB) * STEP_DB }));
    const key = JSON.stringify(levels);
    if (key !== this.#told) this.#owner.heard(levels);
    this.#told = key;
    this.#lookLater();
  }
}
