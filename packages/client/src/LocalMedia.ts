import type { Source } from '@ottogi/protocol';
import { type AudioAssets, defaultAudioAssets } from './audio/assets.ts';
import { Microphone } from './audio/Microphone.ts';
import { type BackgroundProcessor, Camera } from './camera/Camera.ts';
import { captureOwn, type Captured, type CaptureOptions } from './capture.ts';
import { ClientError } from './errors.ts';
import type { ClientEvents } from './events.ts';
import type { MediaSession } from './MediaSession.ts';
import { Publisher, type PublisherOwner, type PublishOptions } from './Publisher.ts';
import { Screen } from './Screen.ts';
import type { DevicesState, LocalPublication, SelfState, SettingsState } from './state.ts';
import type { Store } from './Store.ts';

export interface LocalMediaOptions {
  /** Where the browser finds the microphone's worklets, if the bundler does not say it. */
  audioAssets?: Partial<AudioAssets>;
  /** What blurs the background of a camera. Without one there is no blur. */
  backgroundProcessor?: BackgroundProcessor;
}

export interface LocalMediaOwner extends Pick<PublisherOwner, 'changed' | 'failed'> {
  selfChanged(self: Pick<SelfState, 'transmitting' | 'talkingWhileMuted'>): void;
  settingsChanged(settings: Partial<SettingsState>): void;
  deviceSwitched(change: ClientEvents['deviceSwitched']): void;
  /** A device was opened: from now on the browser may say how all of them are called. */
  deviceOpened(): void;
}

/** Owns the local devices and tracks. Sessions come and go and borrow the tracks. */
export class LocalMedia {
  readonly microphone: Microphone;
  readonly camera: Camera;
  readonly screen: Screen;
  readonly #owner: LocalMediaOwner;
  readonly #publishers: Readonly<Record<Source, Publisher>>;

  constructor(owner: LocalMediaOwner, options: LocalMediaOptions = {}) {
    this.#owner = owner;
    const publisherOwner: PublisherOwner = {
      capture: (source, wish, signal) => this.#capture(source, wish, signal),
      soundCaptured: (track) => void this.#publishSound(track),
      changed: (source, publication) => this.#changed(source, publication),
      ended: (source) => this.#ended(source),
      failed: (source, error, goesOnWithout) => owner.failed(source, error, goesOnWithout),
    };
    this.#publishers = {
      microphone: new Publisher('microphone', publisherOwner),
      camera: new Publisher('camera', publisherOwner),
      screen: new Publisher('screen', publisherOwner),
      screenAudio: new Publisher('screenAudio', publisherOwner),
    };
    const assets = { ...defaultAudioAssets(), ...options.audioAssets };
    this.microphone = this.#createMicrophone(assets);
    this.camera = this.#createCamera(options.backgroundProcessor ?? null);
    this.screen = new Screen({
      soundChanged: (wanted) => void this.setPaused('screenAudio', !wanted),
      settingsChanged: (screen) => owner.settingsChanged({ screen }),
    });
  }

  /** @throws ClientError */
  publish(source: Source, { deviceId, ...options }: PublishOptions): Promise<void> {
    if (deviceId !== undefined && !options.track) this.#choose(source, deviceId);
    return this.#publishers[source].publish(options);
  }

  async unpublish(source: Source, error: ClientError | null = null): Promise<void> {
    const ending = [this.#publishers[source].unpublish(error)];
    if (source === 'screen') ending.push(this.#publishers.screenAudio.unpublish());
    await Promise.all(ending);
  }

  /** As when it ends, a screen takes its sound with it. */
  async setPaused(source: Source, paused: boolean): Promise<void> {
    const telling = [this.#publishers[source].setPaused(paused)];
    if (source === 'screen') {
      const silent = paused || !this.screen.settings.sound;
      telling.push(this.#publishers.screenAudio.setPaused(silent));
    }
    await Promise.all(telling);
  }

  /** Publishes everything that there is in this session, and in no other. */
  attach(session: MediaSession | null): void {
    for (const publisher of Object.values(this.#publishers)) publisher.attach(session);
  }

  /** Devices were plugged or unplugged: what is in use may have to change. */
  devicesChanged({ microphones, cameras }: DevicesState): void {
    this.microphone.devicesChanged(microphones);
    this.camera.devicesChanged(cameras);
  }

  /** Stops every track. */
  stop(): void {
    for (const publisher of Object.values(this.#publishers)) void publisher.unpublish();
  }

  endPreviews(): void {
    this.microphone.endPreviews();
    this.camera.endPreviews();
  }

  async #capture(source: Source, options: CaptureOptions, signal: AbortSignal): Promise<Captured> {
    if (options.track) return captureOwn(options.track);
    switch (source) {
      case 'microphone':
      case 'camera':
      case 'screen':
        return this[source].capture(options, signal);
      case 'screenAudio':
        throw new ClientError('unsupported', 'the sound of a screen comes with the screen');
    }
  }

  #choose(source: Source, deviceId: string): void {
    if (source === 'microphone' || source === 'camera') this[source].setSettings({ deviceId });
  }

  #changed(source: Source, publication: LocalPublication): void {
    this.#owner.changed(source, publication);
    if (source === 'microphone') this.microphone.publicationChanged(publication);
  }

  /** A screen ends by the browser's own button; a camera because it is gone, and another may be there. */
  #ended(source: Source): void {
    if (source === 'screen' || source === 'screenAudio') {
      void this.unpublish(source);
      return;
    }
    if (source === 'camera') this.camera.ended();
    else void this.#publishers[source].renew();
  }

  async #publishSound(track: MediaStreamTrack): Promise<void> {
    try {
      await this.#publishers.screenAudio.publish({ track, paused: !this.screen.settings.sound });
    } catch {
      // Its state says so. The picture is shared all the same.
    }
  }

  #createMicrophone(assets: AudioAssets): Microphone {
    return new Microphone(
      {
        changed: () => void this.#publishers.microphone.renew(),
        opened: () => this.#owner.deviceOpened(),
        lost: (error) => {
          void this.unpublish('microphone', error);
          this.#owner.failed('microphone', error);
        },
        failed: (error, without) => this.#owner.failed('microphone', error, without),
        settingsChanged: (microphone) => this.#owner.settingsChanged({ microphone }),
        switched: (change) => this.#owner.deviceSwitched({ kind: 'microphone', ...change }),
        selfChanged: (self) => this.#owner.selfChanged(self),
      },
      assets,
    );
  }

  #createCamera(processor: BackgroundProcessor | null): Camera {
    return new Camera(
      {
        changed: () => void this.#publishers.camera.renew(),
        opened: () => this.#owner.deviceOpened(),
        failed: (error, without) => this.#owner.failed('camera', error, without),
        settingsChanged: (camera) => this.#owner.settingsChanged({ camera }),
        switched: (change) => this.#owner.deviceSwitched({ kind: 'camera', ...change }),
      },
      processor,
    );
  }
}

/** Of a client: what becomes of devices and publications stands in the store. */
export function createLocalMedia(
  store: Store,
  options: LocalMediaOptions,
  deviceOpened: () => void,
): LocalMedia {
  const owner: LocalMediaOwner = {
    changed: (source, publication) => store.dispatch({ type: 'localChanged', source, publication }),
    failed: (source, error, goesOnWithout) =>
      store.emit('failed', { source, error, ...(goesOnWithout && { goesOnWithout }) }),
    settingsChanged: (settings) => store.dispatch({ type: 'settingsChanged', settings }),
    selfChanged: (self) => store.dispatch({ type: 'selfChanged', self }),
    deviceSwitched: (change) => store.emit('deviceSwitched', change),
    deviceOpened,
  };
  return new LocalMedia(owner, options);
}
