// oxlint-disable unicorn/require-post-message-target-origin -- a port has no origin
import { onGesture } from '../gesture.ts';
import type { AudioAssets } from './assets.ts';
import type { MicrophoneSettings } from './microphoneSettings.ts';
import { createNoiseSuppressor, type NoiseSuppressor } from './noiseSuppressor.ts';
import { whenRunning } from './whenRunning.ts';

export interface GateReport {
  /** The loudest since the last report, in dBFS. */
  db: number;
  open: boolean;
  /** How much sound the report is about. */
  ms: number;
}

export interface GraphOwner {
  reported(report: GateReport): void;
  /** The sound began to flow, or stopped: the browser wants a gesture, or took the device away. */
  runningChanged(): void;
}

/** Of Opus and RNNoise. */
const SAMPLE_RATE = 48_000;

/** A voice that changes abruptly clicks. */
const RAMP_S = 0.01;

/**
 * From a device to a track: device, noise suppressor if chosen, gain, gate, outputs
 * (https://www.w3.org/TR/webaudio-1.1/). Everything before the outputs may change while they stay
 * the same tracks.
 */
export class MicrophoneGraph {
  readonly #context: AudioContext;
  readonly #assets: AudioAssets;
  readonly #gain: GainNode;
  readonly #gate: AudioWorkletNode;
  readonly #stopWaiting: () => void;
  readonly #listening = new AbortController();
  #source: MediaStreamAudioSourceNode | null = null;
  #suppressor: NoiseSuppressor | null = null;

  /** Whether this browser can. */
  static get supported(): boolean {
    return typeof AudioContext === 'function' && typeof AudioWorkletNode === 'function';
  }

  /**
   * Begins with the device that `device` gives once the gate is loaded.
   * @throws whatever the browser throws if it cannot load the gate, or take the device's sound.
   */
  static async open(
    assets: AudioAssets,
    owner: GraphOwner,
    device: () => MediaStreamTrack | null,
  ): Promise<MicrophoneGraph> {
    try {
      return await MicrophoneGraph.#open(createContext(SAMPLE_RATE), assets, owner, device);
    } catch (error) {
      const isForeign = error instanceof DOMException && error.name === 'NotSupportedError';
      if (!isForeign) throw error;
      // Firefox takes no device of another rate (https://bugzilla.mozilla.org/show_bug.cgi?id=1674892):
      // at the rate of its devices there is all but RNNoise.
      return MicrophoneGraph.#open(createContext(), assets, owner, device);
    }
  }

  static async #open(
    context: AudioContext,
    assets: AudioAssets,
    owner: GraphOwner,
    device: () => MediaStreamTrack | null,
  ): Promise<MicrophoneGraph> {
    let graph: MicrophoneGraph | null = null;
    try {
      await context.audioWorklet.addModule(assets.gateProcessor);
      graph = new MicrophoneGraph(context, assets, owner);
      graph.setDevice(device());
      return graph;
    } catch (error) {
      if (graph) graph.close();
      else await context.close();
      throw error;
    }
  }

  private constructor(context: AudioContext, assets: AudioAssets, owner: GraphOwner) {
    this.#context = context;
    this.#assets = assets;
    this.#gain = context.createGain();
    this.#gate = new AudioWorkletNode(context, 'ottogi-gate', {
      channelCount: 1,
      channelCountMode: 'explicit',
      outputChannelCount: [1],
    });
    this.#gain.connect(this.#gate);
    const { signal } = this.#listening;
    const reported = ({ data }: MessageEvent<GateReport>) => owner.reported(data);
    this.#gate.port.addEventListener('message', reported, { signal });
    this.#gate.port.start();
    context.addEventListener('statechange', () => owner.runningChanged(), { signal });
    this.#stopWaiting = onGesture(() => this.resume());
    this.resume();
  }

  get running(): boolean {
    return this.#context.state === 'running';
  }

  /** Whether RNNoise is in. */
  get suppressed(): boolean {
    return this.#suppressor !== null;
  }

  /** Resolves when sound flows, or when it is plain that it does not. */
  started(): Promise<boolean> {
    return whenRunning(this.#context);
  }

  /** Lets the sound flow, if the browser lets it. */
  resume(): void {
    if (this.running || this.#context.state === 'closed') return;
    // Without leave it stays pending, or rejects when the context is closed: `running` tells.
    this.#context.resume().catch(() => {});
  }

  /**
   * Takes the sound of another device from now on, or of none.
   * @throws DOMException `NotSupportedError` in Firefox for one of another sample rate.
   */
  setDevice(track: MediaStreamTrack | null): void {
    const source = track && this.#context.createMediaStreamSource(new MediaStream([track]));
    source?.connect(this.#entrance);
    this.#source?.disconnect();
    this.#source = source;
  }

  /** @throws ClientError `unsupported`; then there is none. */
  async setSuppressed(suppressed: boolean): Promise<void> {
    const suppressor = suppressed ? await createNoiseSuppressor(this.#context, this.#assets) : null;
    suppressor?.node.connect(this.#gain);
    this.#source?.disconnect();
    this.#suppressor?.close();
    this.#suppressor = suppressor;
    this.#source?.connect(this.#entrance);
  }

  configure({ gain, mode, thresholdDb, releaseMs }: MicrophoneSettings): void {
    this.#gain.gain.setTargetAtTime(gain, this.#context.currentTime, RAMP_S);
    this.#gate.port.postMessage({ settings: { mode, thresholdDb, releaseMs } });
  }

  setTalking(talking: boolean): void {
    this.#gate.port.postMessage({ talking });
  }

  /** A new track of what passes the gate. */
  addOutput(): { track: MediaStreamTrack; close: () => void } {
    const output = new MediaStreamAudioDestinationNode(this.#context, {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    this.#gate.connect(output);
    const [track] = output.stream.getAudioTracks();
    if (!track) throw new TypeError('a destination has one track from the beginning');
    const close = () => {
      track.stop();
      this.#gate.disconnect(output);
    };
    return { track, close };
  }

  close(): void {
    this.#stopWaiting();
    this.#listening.abort();
    this.#gate.port.postMessage({ end: true });
    this.#suppressor?.close();
    this.#source?.disconnect();
    this.#context.close().catch(() => {});
  }

  get #entrance(): AudioNode {
    return this.#suppressor?.node ?? this.#gain;
  }
}

/**
 * Nothing of it is to be heard here, so that where the browser can, it hangs on no loudspeaker that
 * might stall or vanish (https://www.w3.org/TR/webaudio-1.1/#dom-audiocontextoptions-sinkid).
 * Without a rate it has that of the devices.
 */
function createContext(sampleRate?: number): AudioContext {
  const options: AudioContextOptions & { sinkId: { type: 'none' } } = {
    ...(sampleRate === undefined ? {} : { sampleRate }),
    latencyHint: 'interactive',
    sinkId: { type: 'none' },
  };
  return new AudioContext(options);
}
