import { ClientError } from '../errors.ts';
import { playChime } from './chime.ts';
import { whenRunning } from './whenRunning.ts';

/** `setSinkId` is not in every browser, nor in the DOM types (https://webaudio.github.io/web-audio-api/#dom-audiocontext-setsinkid). */
type SinkContext = AudioContext & { setSinkId?: (sinkId: string) => Promise<void> };

export interface Amplified {
  setGain(gain: number): void;
  close(): void;
}

/** A volume that changes abruptly clicks. */
const RAMP_S = 0.01;

/** Makes tracks louder than they come, which an audio element cannot. It starts when first needed. */
export class Amplifier {
  readonly #runningChanged: () => void;
  #context: SinkContext | null = null;
  #output: GainNode | null = null;
  /** What carries the sound to another device where the context itself cannot. */
  #detour: { node: MediaStreamAudioDestinationNode; element: HTMLAudioElement } | null = null;
  #sinkId = '';

  constructor(runningChanged: () => void) {
    this.#runningChanged = runningChanged;
  }

  /** Starts it, if it was never needed before; says whether sound would come out by now. */
  wake(): boolean {
    return this.#ready()?.context.state === 'running';
  }

  /** Whether it was needed and the browser held it back. */
  get held(): boolean {
    return this.#context !== null && this.#context.state !== 'running';
  }

  /** @returns null where there is no Web Audio. */
  connect(track: MediaStreamTrack): Amplified | null {
    const ready = this.#ready();
    if (!ready) return null;
    const { context, output } = ready;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const volume = new GainNode(context, { gain: 0 });
    source.connect(volume).connect(output);
    return {
      setGain: (gain) => volume.gain.setTargetAtTime(gain, context.currentTime, RAMP_S),
      close: () => {
        source.disconnect();
        volume.disconnect();
      },
    };
  }

  /** Two notes. @throws ClientError `unsupported`, or `deviceBusy` if no sound comes out */
  async chime(volume: number): Promise<void> {
    const ready = this.#ready();
    if (!ready) throw new ClientError('unsupported', 'there is no Web Audio');
    this.resume();
    if (!(await whenRunning(ready.context))) {
      throw new ClientError('deviceBusy', 'the browser starts no sound');
    }
    await playChime(ready.context, ready.output, volume);
  }

  /** Never rejects: where another device cannot be had, the sound stays on the default one. */
  async setSink(sinkId: string): Promise<void> {
    this.#sinkId = sinkId;
    await this.#applySink();
  }

  resume(): void {
    if (!this.#context || this.#context.state === 'running') return;
    this.#context.resume().catch(() => {});
  }

  close(): void {
    const context = this.#context;
    this.#context = null;
    this.#output = null;
    this.#detour?.element.pause();
    this.#detour = null;
    if (!context) return;
    context.close().catch(() => {});
  }

  #ready(): { context: SinkContext; output: GainNode } | null {
    if (typeof AudioContext !== 'function') return null;
    if (this.#context && this.#output) return { context: this.#context, output: this.#output };
    const context: SinkContext = new AudioContext({ latencyHint: 'interactive' });
    const output = context.createGain();
    output.connect(context.destination);
    this.#context = context;
    this.#output = output;
    context.addEventListener('statechange', () => {
      if (this.#context === context) this.#runningChanged();
    });
    void this.#applySink();
    return { context, output };
  }

  async #applySink(): Promise<void> {
    const [context, output] = [this.#context, this.#output];
    if (!context || !output || (this.#sinkId === '' && !this.#detour && !context.setSinkId)) return;
    try {
      if (context.setSinkId) {
        await context.setSinkId(this.#sinkId);
        return;
      }
      this.#detour ??= makeDetour(context, output);
      await this.#detour.element.setSinkId(this.#sinkId);
    } catch {
      // Unplugged a moment ago, or not allowed.
    }
  }
}

function makeDetour(context: AudioContext, output: GainNode) {
  const node = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = node.stream;
  output.disconnect();
  output.connect(node);
  // It is asked for by a click, and waits for the next one otherwise.
  element.play().catch(() => {});
  return { node, element };
}
