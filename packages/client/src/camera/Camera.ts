import { asItIs, openDevice, type Captured, type CaptureOptions } from '../capture.ts';
import { DeviceChoice } from '../DeviceChoice.ts';
import { ClientError, toClientError } from '../errors.ts';
import type { DeviceInfo } from '../state.ts';

export interface CameraSettings {
  /** `MediaDeviceInfo.deviceId`; null for the browser's default. */
  deviceId: string | null;
  quality: '360p' | '720p' | '1080p';
  /** Of what is behind the person. Needs a `backgroundProcessor`. */
  blur: 'off' | 'light' | 'strong';
}

export type BlurStrength = Exclude<CameraSettings['blur'], 'off'>;

/** A track of one's own making, and how to end it. */
export interface Processed {
  track: MediaStreamTrack;
  stop: () => void;
}

/**
 * Gives a track like the given one, with a blurred background. It borrows the given one, and reads
 * it until `stop`; a track that ends before that has given up. It is the page's to bring along, since the models are large.
 */
export type BackgroundProcessor = (
  track: MediaStreamTrack,
  strength: BlurStrength,
) => Promise<Processed>;

export interface CameraOwner {
  /** What is published is to be captured anew. */
  changed(): void;
  opened(): void;
  failed(error: ClientError): void;
  switched(change: { from: string; to: string }): void;
}

const DEFAULT_CAMERA: Readonly<CameraSettings> = { deviceId: null, quality: '720p', blur: 'off' };

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
  #settings: Readonly<CameraSettings> = DEFAULT_CAMERA;
  /** The camera opened last that still runs. */
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
    this.#settings = { ...before, ...changes };
    const { deviceId, quality, blur } = this.#settings;
    this.#choice.choose(deviceId);
    this.#from = null;
    const same = deviceId === before.deviceId && quality === before.quality && blur === before.blur;
    if (!same) this.#owner.changed();
  }

  /**
   * The picture that would be published, for looking at it; it is the caller's to stop, and does not
   * follow later changes of the settings.
   * @throws ClientError
   */
  async preview(): Promise<Processed> {
    const { track, stop } = await this.capture({});
    return { track, stop };
  }

  /** @throws ClientError */
  async capture({ constraints = {} }: CaptureOptions): Promise<Captured> {
    const camera = await this.#open(constraints);
    this.#running = camera;
    this.#owner.opened();
    if (this.#from !== null && this.#from !== camera.label) {
      this.#owner.switched({ from: this.#from, to: camera.label });
    }
    this.#from = null;
    const { blur } = this.#settings;
    return blur === 'off' ? asItIs(camera) : this.#blurred(camera, blur);
  }

  /** Looks whether the chosen camera is there. */
  devicesChanged(cameras: readonly DeviceInfo[]): void {
    if (this.#choice.update(cameras)) this.#replace();
  }

  /** What was published ended by itself. */
  ended(): void {
    this.#choice.lose();
    this.#replace();
  }

  #replace(): void {
    // One that was stopped, rather than unplugged, is not in use.
    this.#from ??= this.#running?.label ?? null;
    this.#owner.changed();
  }

  async #open(constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
    const deviceId = this.#choice.wanted;
    const { width, height } = SIZES[this.#settings.quality];
    try {
      return await openDevice('camera', {
        width: { ideal: width },
        height: { ideal: height },
        frameRate: { ideal: 30 },
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
        ...constraints,
      });
    } catch (thrown) {
      const error = toClientError(thrown, 'deviceBusy');
      const lost = error.code === 'deviceNotFound' && deviceId === this.#choice.wanted;
      if (lost && this.#choice.lose()) return this.#open(constraints);
      throw error;
    }
  }

  async #blurred(camera: MediaStreamTrack, strength: BlurStrength): Promise<Captured> {
    let processed: Processed;
    try {
      if (!this.#processor)
        throw new ClientError('unsupported', 'no backgroundProcessor was given');
      processed = await this.#processor(camera, strength);
    } catch (error) {
      this.#blurFailed(error);
      return asItIs(camera);
    }
    let stopped = false;
    processed.track.addEventListener('ended', () => {
      if (stopped || camera.readyState === 'ended') return;
      this.#blurFailed(new ClientError('unsupported', 'the background processor gave up'));
      this.#owner.changed();
    });
    const stop = () => {
      stopped = true;
      processed.stop();
      camera.stop();
    };
    return { track: processed.track, sound: null, origin: camera, stop };
  }

  /** Better a room in sight than a dead camera: it goes on as it is. */
  #blurFailed(error: unknown): void {
    this.#settings = { ...this.#settings, blur: 'off' };
    this.#owner.failed(toClientError(error, 'unsupported'));
  }
}
