import { openDevice } from '../capture.ts';
import { Convergence } from '../Convergence.ts';
import { DeviceChoice } from '../DeviceChoice.ts';
import { ClientError, toClientError } from '../errors.ts';
import type { DeviceInfo } from '../state.ts';
import {
  DEFAULT_MICROPHONE,
  isTreatedAs,
  microphoneConstraints,
  type MicrophoneSettings,
} from './microphoneSettings.ts';

export interface InputDeviceOwner {
  /** It runs; the one before it stops after this. */
  opened(track: MediaStreamTrack): void;
  /** Nobody uses it any more. */
  closed(): void;
  /** It is gone, and no other is left for those who use it. */
  lost(error: ClientError): void;
  /** Another one could not be had; the one that runs goes on. */
  failed(error: ClientError): void;
  /** Another one took its place by itself: labels of both. */
  switched(change: { from: string; to: string }): void;
}

/** The microphone as a device: open while somebody uses it, and always the one that is wanted. */
export class InputDevice {
  readonly #owner: InputDeviceOwner;
  readonly #choice = new DeviceChoice(DEFAULT_MICROPHONE.deviceId);
  readonly #convergence = new Convergence(() => this.#step());
  #settings: Readonly<MicrophoneSettings> = DEFAULT_MICROPHONE;
  #constraints: MediaTrackConstraints = {};
  #users = 0;
  /** How many of the users were told that it runs. */
  #served = 0;
  #running: { track: MediaStreamTrack; asked: string } | null = null;
  /** Whether the owner was told that one runs, and not yet that nobody uses it any more. */
  #announced = false;
  /** What could not be opened, and is not tried again unasked. */
  #refused: { asked: string; error: ClientError } | null = null;
  /** The label of what is being replaced without anybody having asked for it. */
  #from: string | null = null;

  constructor(owner: InputDeviceOwner) {
    this.#owner = owner;
  }

  get track(): MediaStreamTrack | null {
    return this.#running?.track ?? null;
  }

  /** What to ask the browser for, from now on; `constraints` go over those of the settings. */
  configure(
    settings: Readonly<MicrophoneSettings>,
    constraints: MediaTrackConstraints = this.#constraints,
  ): void {
    this.#settings = settings;
    this.#constraints = constraints;
    if (settings.deviceId !== this.#choice.chosen) this.#from = null;
    this.#choice.choose(settings.deviceId);
    void this.#convergence.run();
  }

  /**
   * Resolves when it runs, to how to stop using it.
   * @throws ClientError
   */
  async use(): Promise<() => void> {
    this.#users += 1;
    this.#refused = null;
    await this.#convergence.run();
    if (!this.#running) {
      this.#users -= 1;
      void this.#convergence.run();
      throw this.#error();
    }
    this.#served += 1;
    let using = true;
    return () => {
      if (!using) return;
      using = false;
      this.#users -= 1;
      this.#served -= 1;
      void this.#convergence.run();
    };
  }

  /** Looks whether the chosen one is there. */
  devicesChanged(microphones: readonly DeviceInfo[]): void {
    if (!this.#choice.update(microphones)) return;
    this.#from ??= this.#running?.track.label ?? null;
    void this.#convergence.run();
  }

  async #step(): Promise<boolean> {
    if (this.#users === 0) return this.#close();
    const asked = this.#asked();
    if (this.#running?.asked === asked || this.#refused?.asked === asked) return false;
    await this.#open(asked);
    return true;
  }

  #asked(): string {
    return JSON.stringify(this.#wanted());
  }

  #wanted(): MediaTrackConstraints {
    return { ...microphoneConstraints(this.#settings, this.#choice.toOpen), ...this.#constraints };
  }

  async #open(asked: string): Promise<void> {
    let track: MediaStreamTrack;
    try {
      track = await openDevice('microphone', this.#wanted());
    } catch (error) {
      this.#openFailed(asked, toClientError(error, 'deviceBusy'));
      return;
    }
    if (this.#users === 0 || asked !== this.#asked()) {
      track.stop();
      return;
    }
    const former = this.#running;
    if (former && !isTreatedAs(track, this.#wanted())) {
      // Chrome treats a microphone as it was opened first, until nobody has it open any more.
      track.stop();
      this.#stopRunning(former.track);
      return;
    }
    this.#running = { track, asked };
    this.#refused = null;
    this.#announced = true;
    track.addEventListener('ended', () => this.#ended(track));
    this.#owner.opened(track);
    former?.track.stop();
    if (this.#from !== null && this.#from !== track.label) {
      this.#owner.switched({ from: this.#from, to: track.label });
    }
    this.#from = null;
  }

  #openFailed(asked: string, error: ClientError): void {
    if (this.#users === 0 || asked !== this.#asked()) return;
    if (error.code === 'deviceNotFound' && this.#choice.lose()) return;
    if (error.code === 'deviceBusy' && this.#running) {
      // Many phones open one microphone at a time: without the old one the next try may succeed.
      this.#stopRunning(this.#running.track);
      return;
    }
    this.#refused = { asked, error };
    if (this.#running) this.#owner.failed(error);
    else if (this.#served > 0) this.#owner.lost(error);
  }

  /** Makes way for the next try, which then has nothing else open. */
  #stopRunning(track: MediaStreamTrack): void {
    track.stop();
    this.#running = null;
  }

  /** Unplugged, or its permission taken back. */
  #ended(track: MediaStreamTrack): void {
    if (this.#running?.track !== track) return;
    this.#running = null;
    this.#refused = null;
    this.#from ??= track.label;
    this.#choice.lose();
    void this.#convergence.run();
  }

  #close(): boolean {
    if (!this.#announced) return false;
    // It may have ended long before those who used it let go.
    this.#running?.track.stop();
    this.#running = null;
    this.#from = null;
    this.#announced = false;
    this.#owner.closed();
    return true;
  }

  #error(): ClientError {
    return this.#refused?.error ?? new ClientError('deviceNotFound', 'the microphone ended');
  }
}
