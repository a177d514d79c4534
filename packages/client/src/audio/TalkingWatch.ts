/** So long above the threshold, and it is speech; a cough or a key is shorter. */
const SPEECH_MS = 300;
/** Between the syllables of one sentence. */
const PAUSE_MS = 200;
/** So long without, and nobody speaks any more. */
const SILENCE_MS = 2_000;

/** Whether somebody is speaking, by levels. Pure: time is what has been heard. */
export class TalkingWatch {
  #loudMs = 0;
  #quietMs = SILENCE_MS;
  #talking = false;

  get talking(): boolean {
    return this.#talking;
  }

  /** Takes the level of the next `ms`; gives whether there is speech. */
  hear(loud: boolean, ms: number): boolean {
    if (loud) {
      this.#quietMs = 0;
      this.#loudMs += ms;
    } else {
      this.#quietMs += ms;
      if (this.#quietMs > PAUSE_MS) this.#loudMs = 0;
    }
    if (this.#loudMs >= SPEECH_MS) this.#talking = true;
    if (this.#quietMs >= SILENCE_MS) this.#talking = false;
    return this.#talking;
  }

  reset(): void {
    this.#loudMs = 0;
    this.#quietMs = SILENCE_MS;
    this.#talking = false;
  }
}
