import {
  asItIs,
  openDevice,
  type Captured,
  type CaptureOptions,
  untilAborted,
} from '../capture.ts';
import { DeviceChoice } from '../DeviceChoice.ts';
import { ClientError, toClientError } from '../errors.ts';
import type { Shortfall } from '../events.ts';
import { Previews } from '../Previews.ts';
import type { DeviceInfo } from '../state.ts';
import { type CameraSettings, changeCamera, DEFAULT_CAMERA } from './cameraSettings.ts';

export type BlurStrength = Exclude<CameraSettings['blur'], 'off'>;

/** A track of one's own making, and how to end it. */
export interface Processed {
  track: MediaStreamTrack;
  stop: () => void;
}

/**
 * Gives a track like the given one, with a blurred background. It borrows the given one, and reads
 * it until `stop`; a track that ends before that has given up. It is the page's to bring along, since
 * the models are large. What it gives when nobody waits for it any more is stopped.
 */
export type BackgroundProcessor = (
  track: MediaStreamTrack,
  strength: BlurStrength,
) => Promise<Processed>;

export interface CameraOwner {
  /** What is published is to be captured anew. */
  changed(): void;
  opened(): void;
  /** Something of it cannot be had; it goes on without. */
  failed(error: ClientError, without: Shortfall): void;
  settingsChanged(settings: Readonly<CameraSettings>): void;
  switched(change: { from: string; to: string }): void;
}

const SIZES = {
  '360p': { width: 640, height: 360 },
  '720p': { width: 1280, height: 720 },
  '1080p': { width: 1920, height: 1080 },
};

/** Which camera is opened, and how; the pictures may pass a processor that blurs the background. */
export class Camera {
  readonly #owner: CameraOwner;
  readonly #processor: BackgroundProcessor | null;
  readonly #choice = new DeviceChoice(DEFAULT_CAMERA.deviceId);
  readonly #previews = new Previews();
  #settings: Readonly<CameraSettings> = DEFAULT_CAMERA;
  /** The camera that was opened last to be published. */
  #running: MediaStreamTrack | null = null;
  /** What is being replaced because it was unplugged, or because the chosen one came back. */
  #from: string | null = null;

  constructor(owner: CameraOwner, processor: BackgroundProcessor | null) {
    this.#owner = owner;
    this.#processor = processor;
  }

  /** Immutable; another object after each change. */
  get settings(): Readonly<CameraSettings> {
    return this.#settings;
  }

  /** What is left out stays. A published camera follows at once. */
  setSettings(changes: Partial<CameraSettings>): void {
    const before = this.#settings;
    this.#settings = changeCamera(before, changes);
    this.#choice.choose(this.#settings.deviceId);
    this.#from = null;
    if (this.#settings === before) return;
    this.#owner.settingsChanged(this.#settings);
    this.#owner.changed();
  }

  /**
   * The picture that would be published, for looking at it; it is the caller's to stop, and does not
   * follow later changes of the settings. The signal takes the wish back while a blur is prepared.
   * @throws ClientError, and the reason of the signal
   */
  async preview(signal: AbortSignal = new AbortController().signal): Promise<Processed> {
    return this.#previews.add(this.#openPreview(signal));
  }

  /** Ends what is open for looking at it. */
  endPreviews(): void {
    this.#previews.endAll();
  }

  /** @throws ClientError, and the reason of the signal, which turns the camera off at once */
  async capture({ constraints = {} }: CaptureOptions, signal: AbortSignal): Promise<Captured> {
    const from = this.#from;
    this.#from = null;
    const camera = await this.#open(constraints);
    this.#running = camera;
    if (from !== null && from !== camera.label) this.#owner.switched({ from, to: camera.label });
    return this.#prepare(camera, signal);
  }

  /** Looks whether the chosen camera is there. */
  devicesChanged(cameras: readonly DeviceInfo[]): void {
    if (!this.#choice.update(cameras)) return;
    if (this.#running?.readyState === 'live') this.#from ??= this.#running.label;
    this.#owner.changed();
  }

  /** What was published ended by itself. */
  ended(): void {
    this.#from ??= this.#running?.label ?? null;
    this.#choice.lose();
    this.#owner.changed();
  }

  async #open(constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
    const deviceId = this.#choice.wanted;
    const { width, height } = SIZES[this.#settings.quality];
    try {
      const camera = await openDevice('camera', {
        width: { ideal: width },
        height: { ideal: height },
        frameRate: { ideal: 30 },
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
        ...constraints,
      });
      this.#owner.opened();
      return camera;
    } catch (thrown) {
      const error = toClientError(thrown, 'deviceBusy');
      const lost = error.code === 'deviceNotFound' && deviceId === this.#choice.wanted;
      if (lost && this.#choice.lose()) return this.#open(constraints);
      throw error;
    }
  }

  async #openPreview(signal: AbortSignal): Promise<Processed> {
    const { track, stop } = await this.#prepare(await this.#open({}), signal);
    return { track, stop };
  }

  async #prepare(camera: MediaStreamTrack, signal: AbortSignal): Promise<Captured> {
    const { blur } = this.#settings;
    if (blur === 'off') return asItIs(camera);
    try {
      return this.#blurred(camera, await this.#process(camera, blur, signal));
    } catch (error) {
      if (signal.aborted) {
        camera.stop();
        throw error;
      }
      // Without its camera no blur succeeds.
      if (camera.readyState === 'live') this.#blurFailed(error);
      return asItIs(camera);
    }
  }

  async #process(camera: MediaStreamTrack, strength: BlurStrength, signal: AbortSignal) {
    if (!this.#processor) throw new ClientError('unsupported', 'no backgroundProcessor was given');
    return untilAborted(this.#processor(camera, strength), signal, ({ stop }) => stop());
  }

  #blurred(camera: MediaStreamTrack, { track, stop }: Processed): Captured {
    const listening = new AbortController();
    const gaveUp = () => {
      if (camera.readyState === 'ended') return;
      this.#blurFailed(new ClientError('unsupported', 'the background processor gave up'));
      this.#owner.changed();
    };
    track.addEventListener('ended', gaveUp, { once: true, signal: listening.signal });
    return {
      track,
      sound: null,
      origin: camera,
      stop: () => {
        listening.abort();
        stop();
        camera.stop();
      },
    };
  }

  /** Better a room in sight than a dead camera: it goes on as it is. */
  #blurFailed(error: unknown): void {
    this.#settings = { ...this.#settings, blur: 'off' };
    this.#owner.settingsChanged(this.#settings);
    this.#owner.failed(toClientError(error, 'unsupported'), 'blur');
  }
}
