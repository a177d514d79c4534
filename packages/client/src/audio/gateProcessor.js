// oxlint-disable unicorn/require-post-message-target-origin -- a port has no origin
/**
 * The gate of the microphone, on the browser's audio thread (https://www.w3.org/TR/webaudio-1.1/#AudioWorklet):
 * there it runs on time also in a hidden tab, whose timers the browser slows down. It is plain
 * JavaScript in one file without imports, since a worklet is loaded by its address, past any bundler.
 *
 * In: what is to be sent, after noise suppression and gain. Out: the same while the gate is open,
 * else silence. To the page, 20 times a second of sound: `{ db, open, ms }`, `ms` being how much sound it is about.
 * From the page: `{ settings }`, `{ talking }`, and anything else to end.
 */

/** Silence, in dBFS. */
const SILENCE_DB = -100;
/** Once open, the gate stays open down to this much below its threshold, or it would flutter. */
const HYSTERESIS_DB = 6;
/** Over how long the level is taken: one swing of the deepest voices. */
const LEVEL_S = 0.01;
/** From open to shut and back, so that there is no click. */
const RAMP_S = 0.01;
const REPORT_S = 0.05;

/** When the gate is open. Pure: time is what has been heard. */
export class Gate {
  #settings = { mode: 'open', thresholdDb: SILENCE_DB, releaseMs: 0 };
  #talking = false;
  #open = false;
  /** For how long nothing has held it open. */
  #idleMs = Infinity;

  /** @param {{ mode: 'open' | 'pushToTalk' | 'threshold', thresholdDb: number, releaseMs: number }} settings */
  configure(settings) {
    if (settings.mode !== this.#settings.mode) this.#idleMs = Infinity;
    this.#settings = settings;
  }

  /** @param {boolean} talking Whether the key for talking is down. */
  talk(talking) {
    this.#talking = talking;
  }

  /**
   * @param {number} db The level of the sound that comes next, in dBFS.
   * @param {number} ms How much of it there is.
   * @returns {boolean} Whether the gate is open for it.
   */
  step(db, ms) {
    this.#idleMs = this.#held(db) ? 0 : this.#idleMs + ms;
    this.#open = this.#idleMs === 0 || this.#idleMs <= this.#settings.releaseMs;
    return this.#open;
  }

  /** @param {number} db */
  #held(db) {
    const { mode, thresholdDb } = this.#settings;
    switch (mode) {
      case 'pushToTalk':
        return this.#talking;
      case 'threshold':
        return db >= (this.#open ? thresholdDb - HYSTERESIS_DB : thresholdDb);
      default:
        return true;
    }
  }
}

class GateProcessor extends AudioWorkletProcessor {
  #gate = new Gate();
  /** Mean square over the last LEVEL_S. */
  #power = 0;
  #gain = 0;
  /** The loudest since the last report, and how long ago that was, in frames. */
  #loudestDb = SILENCE_DB;
  #unreported = 0;
  #wasOpen = false;
  #running = true;

  constructor() {
    super();
    this.port.addEventListener('message', ({ data }) => {
      if ('settings' in data) this.#gate.configure(data.settings);
      else if ('talking' in data) this.#gate.talk(data.talking);
      else this.#running = false;
    });
    this.port.start();
  }

  /**
   * @param {Float32Array[][]} inputs
   * @param {Float32Array[][]} outputs
   */
  process([[input]], [[output]]) {
    // Without a device there is no input; the meter still says that it is quiet.
    const frames = output.length;
    const db = this.#measure(input, frames);
    const open = this.#gate.step(db, (frames / sampleRate) * 1000);
    if (input) this.#pass(input, output, open ? 1 : 0);
    this.#report(db, open, frames);
    return this.#running;
  }

  #measure(input, frames) {
    const weight = 1 - Math.exp(-1 / (LEVEL_S * sampleRate));
    for (let frame = 0; frame < frames; frame += 1) {
      const sample = input ? input[frame] : 0;
      this.#power += (sample * sample - this.#power) * weight;
    }
    return Math.max(SILENCE_DB, 10 * Math.log10(this.#power || 1e-10));
  }

  #pass(input, output, target) {
    const step = 1 / (RAMP_S * sampleRate);
    for (let frame = 0; frame < output.length; frame += 1) {
      if (this.#gain < target) this.#gain = Math.min(target, this.#gain + step);
      else if (this.#gain > target) this.#gain = Math.max(target, this.#gain - step);
      output[frame] = input[frame] * this.#gain;
    }
  }

  #report(db, open, frames) {
    this.#loudestDb = Math.max(this.#loudestDb, db);
    this.#unreported += frames;
    // A gate that opens or shuts is news at once.
    if (this.#unreported < REPORT_S * sampleRate && open === this.#wasOpen) return;
    const ms = (this.#unreported / sampleRate) * 1000;
    this.port.postMessage({ db: this.#loudestDb, open, ms });
    this.#loudestDb = SILENCE_DB;
    this.#unreported = 0;
    this.#wasOpen = open;
  }
}

registerProcessor('ottogi-gate', GateProcessor);
