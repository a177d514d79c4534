import { asItIs, type Captured, type CaptureOptions, untilAborted } from '../capture.ts';
import { Convergence } from '../Convergence.ts';
import { ClientError, toClientError } from '../errors.ts';
import type { Shortfall } from '../events.ts';
import { Previews } from '../Previews.ts';
import type { DeviceInfo, LocalPublication, SelfState } from '../state.ts';
import type { AudioAssets } from './assets.ts';
import { InputDevice } from './InputDevice.ts';
import { type GateReport, type GraphOwner, MicrophoneGraph } from './MicrophoneGraph.ts';
import {
  changeMicrophone,
  DEFAULT_MICROPHONE,
  type MicrophoneSettings,
} from './microphoneSettings.ts';
import { TalkingWatch } from './TalkingWatch.ts';

export interface MicrophoneOwner {
  /** What is published is to be captured anew. */
  changed(): void;
  opened(): void;
  /** No microphone is left for what is published. */
  lost(error: ClientError): void;
  /** Something of it cannot be had; it goes on without. */
  failed(error: ClientError, without: Shortfall): void;
  settingsChanged(settings: Readonly<MicrophoneSettings>): void;
  switched(change: { from: string; to: string }): void;
  selfChanged(self: Pick<SelfState, 'transmitting' | 'talkingWhileMuted'>): void;
}

/** What a meter shows of the input. */
export interface MicrophoneLevel {
  /** In dBFS, after noise suppression and gain. */
  db: number;
  /** Whether the gate is open: others would hear it, if it was published and not muted. */
  open: boolean;
}

/** A voice is louder than this, a quiet room is not; in dBFS. */
const SPEECH_DB = -45;

const PUSH_TO_TALK_NEEDS = 'push to talk needs Web Audio';

/**
 * The one microphone of the client, from its device to the tracks that are published. The device is
 * open while anything is published or previewed, muted or not: only so can it be told that somebody
 * speaks into a muted one.
 */
export class Microphone {
  readonly #owner: MicrophoneOwner;
  readonly #assets: AudioAssets;
  readonly #device: InputDevice;
  readonly #suppression = new Convergence(() => this.#suppress());
  readonly #watch = new TalkingWatch();
  readonly #listeners = new Set<(level: MicrophoneLevel) => void>();
  #settings: Readonly<MicrophoneSettings> = DEFAULT_MICROPHONE;
  #talking = false;
  #graph: MicrophoneGraph | null = null;
  #opening: Promise<MicrophoneGraph | null> | null = null;
  /** Aborted when the graph is closed, or is not wanted any more before it is there. */
  #graphLife = new AbortController();
  /** Outputs of the graph; every other track that is published is as open as its sender wants. */
  readonly #gated = new Set<MediaStreamTrack>();
  /** Tracks of the device as it is, which go out while the graph cannot run. */
  readonly #bare = new Set<MediaStreamTrack>();
  /** Who looks at the level alone, and hears when there is none any more. */
  readonly #previewers = new Set<(error: ClientError) => void>();
  readonly #previews = new Previews();
  #captures = 0;
  #publication: LocalPublication = { status: 'off' };
  #gateOpen = false;

  constructor(owner: MicrophoneOwner, assets: AudioAssets) {
    this.#owner = owner;
    this.#assets = assets;
    this.#device = new InputDevice({
      opened: (track) => this.#deviceOpened(track),
      closed: () => this.#closeGraph(),
      lost: (error) => this.#lost(error),
      failed: (error) => owner.failed(error, 'change'),
      switched: (change) => owner.switched(change),
    });
  }

  /** Immutable; another object after each change. */
  get settings(): Readonly<MicrophoneSettings> {
    return this.#settings;
  }

  /**
   * What is left out stays; numbers are taken within their bounds. What is published follows at once
   * and stays the same track. A device that cannot be had leaves the one that runs, and is an event
   * `failed`; one that is not there is waited for, and meanwhile it is the browser's default.
   */
  setSettings(changes: Partial<MicrophoneSettings>): void {
    const { mode } = this.#settings;
    this.#settings = changeMicrophone(this.#settings, changes);
    this.#owner.settingsChanged(this.#settings);
    this.#device.configure(this.#settings);
    this.#graph?.configure(this.#settings);
    void this.#suppression.run();
    if (mode !== this.#settings.mode && this.#bare.size > 0) this.#modeChanged();
  }

  /** Whether the key for talking is held down, for the mode `pushToTalk`. */
  setTalking(talking: boolean): void {
    this.#talking = talking;
    this.#graph?.resume();
    this.#graph?.setTalking(talking);
  }

  /** Calls `listener` about 20 times a second while the microphone is open; returns how to stop. */
  onLevel(listener: (level: MicrophoneLevel) => void): () => void {
    // Wrapped, so that each is one of its own even if the same function comes twice.
    const own = (level: MicrophoneLevel) => listener(level);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /**
   * Opens the microphone for its level alone; returns how to stop. `lost` is called when no
   * microphone is left.
   * @throws ClientError
   */
  async preview(lost: (error: ClientError) => void = () => {}): Promise<() => void> {
    const { stop } = await this.#previews.add(this.#openPreview(lost));
    return stop;
  }

  /** Ends what is open for its level alone. */
  endPreviews(): void {
    this.#previews.endAll();
  }

  async #openPreview(lost: (error: ClientError) => void): Promise<{ stop: () => void }> {
    const release = await this.#device.use();
    // Wrapped, so that each is one of its own even if the same function comes twice.
    const own = (error: ClientError) => lost(error);
    this.#previewers.add(own);
    await this.#openGraph();
    const stop = () => {
      this.#previewers.delete(own);
      release();
    };
    return { stop };
  }

  /**
   * @throws ClientError; `unsupported` also for push to talk where there is no Web Audio; and the
   *   reason of the signal, which turns the microphone off at once
   */
  async capture({ constraints }: CaptureOptions, signal: AbortSignal): Promise<Captured> {
    this.#device.configure(this.#settings, constraints ?? {});
    const release = await this.#device.use();
    this.#captures += 1;
    const letGo = () => {
      this.#captures -= 1;
      release();
    };
    try {
      const output = await untilAborted(this.#addOutput(), signal, ({ stop }) => stop());
      const stop = () => {
        output.stop();
        letGo();
      };
      return { track: output.track, sound: null, origin: null, stop };
    } catch (error) {
      letGo();
      throw error;
    }
  }

  /** Looks whether the chosen microphone is there. */
  devicesChanged(microphones: readonly DeviceInfo[]): void {
    this.#device.devicesChanged(microphones);
  }

  /** How the publication stands, which is what `transmitting` and `talkingWhileMuted` go by. */
  publicationChanged(publication: LocalPublication): void {
    if (!isMuted(publication)) this.#watch.reset();
    this.#publication = publication;
    this.#tellSelf();
  }

  async #addOutput(): Promise<Pick<Captured, 'track' | 'stop'>> {
    const graph = await this.#openGraph();
    const keyed = this.#settings.mode === 'pushToTalk';
    // Silent until the first gesture is right for a key that nobody has pressed, and for nothing else.
    if (graph && (keyed || (await graph.started()))) return this.#addGated(graph);
    if (keyed) throw new ClientError('unsupported', PUSH_TO_TALK_NEEDS);
    return this.#addBare();
  }

  #addGated(graph: MicrophoneGraph): Pick<Captured, 'track' | 'stop'> {
    const { track, close } = graph.addOutput();
    this.#gated.add(track);
    const stop = () => {
      close();
      this.#gated.delete(track);
    };
    return { track, stop };
  }

  #addBare(): Pick<Captured, 'track' | 'stop'> {
    const device = this.#device.track;
    if (!device) throw new ClientError('deviceNotFound', 'the microphone ended');
    // A mute is for this copy alone: the graph may listen on.
    const { track, stop } = asItIs(device.clone());
    this.#bare.add(track);
    return {
      track,
      stop: () => {
        stop();
        this.#bare.delete(track);
      },
    };
  }

  #deviceOpened(track: MediaStreamTrack): void {
    this.#connect(track);
    this.#owner.opened();
    if (this.#bare.size > 0) this.#owner.changed();
  }

  #connect(track: MediaStreamTrack): void {
    try {
      this.#graph?.setDevice(track);
    } catch {
      // Its rate is not that of the graph: another graph takes it, and gives other tracks.
      this.#closeGraph();
      void this.#openGraph();
      this.#owner.changed();
    }
  }

  #lost(error: ClientError): void {
    for (const lost of this.#previewers) lost(error);
    if (this.#captures > 0) this.#owner.lost(error);
  }

  #modeChanged(): void {
    const openForGood = this.#settings.mode === 'pushToTalk' && !this.#graph;
    if (openForGood) this.#owner.lost(new ClientError('unsupported', PUSH_TO_TALK_NEEDS));
    else this.#owner.changed();
  }

  /** Only after the device is open: that is what lets a page make an AudioContext run unasked. */
  #openGraph(): Promise<MicrophoneGraph | null> {
    return (this.#opening ??= this.#createGraph());
  }

  async #createGraph(): Promise<MicrophoneGraph | null> {
    if (!MicrophoneGraph.supported) return null;
    const { signal } = this.#graphLife;
    try {
      const owner: GraphOwner = {
        reported: (report) => this.#reported(report),
        runningChanged: () => this.#runningChanged(),
      };
      const graph = await MicrophoneGraph.open(this.#assets, owner, () => this.#device.track);
      if (signal.aborted) {
        graph.close();
        return null;
      }
      graph.configure(this.#settings);
      graph.setTalking(this.#talking);
      this.#graph = graph;
      void this.#suppression.run();
      return graph;
    } catch (error) {
      if (!signal.aborted) this.#owner.failed(toClientError(error, 'unsupported'), 'processing');
      return null;
    }
  }

  #closeGraph(): void {
    this.#graphLife.abort();
    this.#graphLife = new AbortController();
    this.#graph?.close();
    this.#graph = null;
    this.#opening = null;
    this.#gateOpen = false;
    this.#watch.reset();
    this.#tellSelf();
  }

  async #suppress(): Promise<boolean> {
    const graph = this.#graph;
    const wanted = this.#settings.noiseSuppression === 'rnnoise';
    if (!graph || graph.suppressed === wanted) return false;
    try {
      await graph.setSuppressed(wanted);
    } catch (error) {
      // A graph that was closed meanwhile fails too, and that is nobody's business.
      if (this.#graph === graph) this.#suppressionFailed(toClientError(error, 'unsupported'));
    }
    return true;
  }

  /** What the browser itself can do is better than nothing. */
  #suppressionFailed(error: ClientError): void {
    if (this.#settings.noiseSuppression === 'rnnoise') {
      this.setSettings({ noiseSuppression: 'browser' });
    }
    this.#owner.failed(error, 'noiseSuppression');
  }

  #runningChanged(): void {
    if (this.#graph?.running && this.#bare.size > 0) this.#owner.changed();
  }

  #reported({ db, open, ms }: GateReport): void {
    this.#gateOpen = open;
    if (isMuted(this.#publication)) {
      const { mode, thresholdDb } = this.#settings;
      this.#watch.hear(db >= (mode === 'threshold' ? thresholdDb : SPEECH_DB), ms);
    }
    this.#tellSelf();
    for (const listener of this.#listeners) listener({ db, open });
  }

  #tellSelf(): void {
    const publication = this.#publication;
    const sending = publication.status === 'live' && !publication.paused;
    this.#owner.selfChanged({
      transmitting: sending && (this.#gateOpen || !this.#gated.has(publication.track)),
      talkingWhileMuted: this.#watch.talking,
    });
  }
}

function isMuted(publication: LocalPublication): boolean {
  return publication.status === 'live' && publication.paused;
}
