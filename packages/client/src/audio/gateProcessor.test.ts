import { beforeAll, beforeEach, expect, test, vi } from 'vitest';

const SAMPLE_RATE = 48_000;
const BLOCK = 128;

interface Settings {
  mode: 'open' | 'pushToTalk' | 'threshold';
  thresholdDb: number;
  releaseMs: number;
}
interface Gate {
  configure(settings: Settings): void;
  talk(talking: boolean): void;
  step(db: number, ms: number): boolean;
}
interface Processor {
  port: EventTarget;
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

let GateClass: new () => Gate;
let ProcessorClass: new () => Processor;
let reports: { db: number; open: boolean; ms: number }[] = [];

beforeAll(async () => {
  // What a browser's audio thread offers to a worklet.
  vi.stubGlobal('sampleRate', SAMPLE_RATE);
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      port = Object.assign(new EventTarget(), {
        start: () => {},
        postMessage: (report: (typeof reports)[0]) => reports.push(report),
      });
    },
  );
  vi.stubGlobal('registerProcessor', (_name: string, processor: typeof ProcessorClass) => {
    ProcessorClass = processor;
  });
  const address = new URL('./gateProcessor.js', import.meta.url).href;
  ({ Gate: GateClass } = (await import(address)) as { Gate: typeof GateClass });
});

beforeEach(() => {
  reports = [];
});

function tell(processor: Processor, data: unknown): void {
  processor.port.dispatchEvent(new MessageEvent('message', { data }));
}

function gate(settings: Settings): Gate {
  const made = new GateClass();
  made.configure(settings);
  return made;
}

test('by a threshold it opens at once, holds through softer sound, and shuts after the release', () => {
  const made = gate({ mode: 'threshold', thresholdDb: -40, releaseMs: 200 });
  expect(made.step(-41, 10)).toBe(false);
  expect(made.step(-40, 10)).toBe(true);
  expect(made.step(-45, 1_000)).toBe(true);
  for (let ms = 0; ms < 200; ms += 10) expect(made.step(-47, 10)).toBe(true);
  expect(made.step(-47, 10)).toBe(false);
  // Shut, the softer sound does not open it.
  expect(made.step(-45, 10)).toBe(false);
});

test('a breath shorter than the release does not shut it', () => {
  const made = gate({ mode: 'threshold', thresholdDb: -40, releaseMs: 200 });
  for (let word = 0; word < 5; word += 1) {
    expect(made.step(-30, 100)).toBe(true);
    expect(made.step(-80, 150)).toBe(true);
  }
});

test('push to talk goes by the key alone, and releases late', () => {
  const made = gate({ mode: 'pushToTalk', thresholdDb: -40, releaseMs: 50 });
  expect(made.step(0, 10)).toBe(false);
  made.talk(true);
  expect(made.step(-100, 10)).toBe(true);
  made.talk(false);
  expect(made.step(0, 50)).toBe(true);
  expect(made.step(0, 1)).toBe(false);
});

test('a change of mode shuts what the former one had left open', () => {
  const made = gate({ mode: 'open', thresholdDb: -40, releaseMs: 1_000 });
  expect(made.step(-100, 10)).toBe(true);
  made.configure({ mode: 'pushToTalk', thresholdDb: -40, releaseMs: 1_000 });
  expect(made.step(0, 10)).toBe(false);
});

/** Plays a tone of this amplitude through the processor; gives what came out. */
function play(processor: Processor, amplitude: number, ms: number): Float32Array {
  const frames = Math.round((ms / 1000) * SAMPLE_RATE);
  const heard = new Float32Array(Math.ceil(frames / BLOCK) * BLOCK);
  for (let start = 0; start < frames; start += BLOCK) {
    const input = Float32Array.from({ length: BLOCK }, (_, frame) => {
      return amplitude * Math.sin((2 * Math.PI * 200 * (start + frame)) / SAMPLE_RATE);
    });
    const output = heard.subarray(start, start + BLOCK);
    processor.process([[input]], [[output]]);
  }
  return heard;
}

function largestStep(samples: Float32Array): number {
  let [largest, last] = [0, 0];
  for (const sample of samples) {
    largest = Math.max(largest, Math.abs(sample - last));
    last = sample;
  }
  return largest;
}

test('shut it gives silence, open the very sound, and in between no click', () => {
  const processor = new ProcessorClass();
  const settings: Settings = { mode: 'threshold', thresholdDb: -30, releaseMs: 20 };
  tell(processor, { settings });
  expect(Math.max(...play(processor, 0.01, 200))).toBe(0);
  const loud = play(processor, 0.5, 200);
  expect(Math.max(...loud.subarray(-4_800))).toBeCloseTo(0.5, 3);
  const fading = play(processor, 0, 100);
  expect(fading.at(-1)).toBe(0);
  // A 200 Hz tone of 0.5 itself moves by 0.013 a frame.
  expect(largestStep(loud)).toBeLessThan(0.015);
});

test('the level is told 20 times a second, in dBFS of the loudest', () => {
  const processor = new ProcessorClass();
  tell(processor, { settings: { mode: 'open', thresholdDb: 0, releaseMs: 0 } });
  play(processor, 0.1, 1_000);
  expect(reports.length).toBeGreaterThanOrEqual(19);
  expect(reports.length).toBeLessThanOrEqual(21);
  // The RMS of a sine is 3 dB below its peak of -20 dBFS; its swings move the measure a little.
  expect(reports.at(-1)!.db).toBeGreaterThan(-23.5);
  expect(reports.at(-1)!.db).toBeLessThan(-21.5);
  const told = reports.reduce((sum, { ms }) => sum + ms, 0);
  expect(told).toBeGreaterThan(950);
});

test('without a device it reports silence', () => {
  const processor = new ProcessorClass();
  for (let block = 0; block < 60; block += 1) {
    processor.process([[]], [[new Float32Array(BLOCK)]]);
  }
  expect(reports.at(-1)).toMatchObject({ db: -100 });
});

test('it ends when it is told to, and not before', () => {
  const processor = new ProcessorClass();
  const once = () => processor.process([[]], [[new Float32Array(BLOCK)]]);
  expect(once()).toBe(true);
  tell(processor, { end: true });
  expect(once()).toBe(false);
});
