/** As much of Web Audio as the microphone's graph needs to be put together; nothing sounds. */
import { vi } from 'vitest';
import { fakeTrack } from './fakes.ts';

class FakeNode extends EventTarget {
  readonly gain = { setTargetAtTime: () => {} };
  readonly port = Object.assign(new EventTarget(), { start: () => {}, postMessage: () => {} });
  readonly stream = { getAudioTracks: () => this.#tracks };
  readonly #tracks = [fakeTrack('audio')];

  connect(): void {}

  disconnect(): void {}
}

/** Firefox's way: a context takes only devices of its own sample rate. */
export class FakeAudioContext extends EventTarget {
  static all: FakeAudioContext[] = [];
  /** Of the devices in Hz, and of contexts that ask for none. */
  static deviceRate = 48_000;
  /** Loads the gate once this is resolved. */
  static loading: Promise<void> = Promise.resolve();
  state: AudioContextState = 'running';
  readonly currentTime = 0;
  readonly sampleRate: number;
  readonly audioWorklet = { addModule: () => FakeAudioContext.loading };

  constructor({ sampleRate = FakeAudioContext.deviceRate }: AudioContextOptions) {
    super();
    this.sampleRate = sampleRate;
    FakeAudioContext.all.push(this);
  }

  static get open(): number[] {
    return FakeAudioContext.all
      .filter(({ state }) => state === 'running')
      .map(({ sampleRate }) => sampleRate);
  }

  createGain(): FakeNode {
    return new FakeNode();
  }

  createMediaStreamSource(): FakeNode {
    if (this.sampleRate === FakeAudioContext.deviceRate) return new FakeNode();
    throw new DOMException('different sample-rate', 'NotSupportedError');
  }

  async close(): Promise<void> {
    this.state = 'closed';
  }
}

/** Undo it by `vi.unstubAllGlobals`. */
export function stubWebAudio(): void {
  FakeAudioContext.all = [];
  FakeAudioContext.deviceRate = 48_000;
  FakeAudioContext.loading = Promise.resolve();
  vi.stubGlobal('AudioContext', FakeAudioContext);
  vi.stubGlobal('AudioWorkletNode', FakeNode);
  vi.stubGlobal('MediaStreamAudioDestinationNode', FakeNode);
  vi.stubGlobal('MediaStream', EventTarget);
}
