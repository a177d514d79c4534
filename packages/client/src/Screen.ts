/** Sharing a screen, a window or a tab (https://www.w3.org/TR/screen-capture/). */
import { asItIs, mediaDevices, openScreen, type Captured, type CaptureOptions } from './capture.ts';
import { changeScreen, DEFAULT_SCREEN, type ScreenSettings } from './screenSettings.ts';

export interface ScreenOwner {
  /** The sound of what is shared is wanted, or no more. */
  soundChanged(wanted: boolean): void;
  settingsChanged(settings: Readonly<ScreenSettings>): void;
}

/** Slides and code stand still: what few frames save goes into the sharpness of each. */
const FRAME_RATES = { text: { ideal: 10, max: 15 }, motion: { ideal: 30, max: 30 } };

/**
 * Music is not speech: nothing is to be cancelled from it. What the page itself plays, the voices of
 * the others, is kept out where the browser can, or everybody hears themselves. The shared tab stays
 * audible to the one who shares it.
 */
const SOUND = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  restrictOwnAudio: true,
  suppressLocalAudioPlayback: false,
};

/** What is shared, and how; changes reach what is being shared without asking the person again. */
export class Screen {
  readonly #owner: ScreenOwner;
  #settings: Readonly<ScreenSettings> = DEFAULT_SCREEN;
  #shared: MediaStreamTrack | null = null;
  /** Constraints of the publication, over those of the settings. */
  #constraints: MediaTrackConstraints = {};

  constructor(owner: ScreenOwner) {
    this.#owner = owner;
  }

  /** Immutable; another object after each change. */
  get settings(): Readonly<ScreenSettings> {
    return this.#settings;
  }

  /** What is left out stays. Sound that was not asked for at the start comes with the next share. */
  setSettings(changes: Partial<ScreenSettings>): void {
    const { content, sound } = this.#settings;
    this.#settings = changeScreen(this.#settings, changes);
    this.#owner.settingsChanged(this.#settings);
    if (this.#settings.content !== content) void this.#shape();
    if (this.#settings.sound !== sound) this.#owner.soundChanged(this.#settings.sound);
  }

  /** @throws ClientError `cancelled` if the person closed the picker */
  async capture({ constraints = {} }: CaptureOptions): Promise<Captured> {
    const { track, sound } = await openScreen(this.#request(constraints));
    this.#shared = track;
    this.#constraints = constraints;
    // The settings may have changed while the picker stood open.
    await this.#shape();
    return asItIs(track, sound);
  }

  #request(constraints: MediaTrackConstraints): DisplayMediaStreamOptions {
    const { content, sound } = this.#settings;
    const options = {
      video: { frameRate: FRAME_RATES[content], ...constraints },
      audio: sound ? SOUND : false,
      // Sharing the tab that shows the call gives a hall of mirrors (Chrome).
      selfBrowserSurface: 'exclude',
      surfaceSwitching: 'include',
      // All that the computer plays has the others' voices in it, unless the browser takes them out.
      systemAudio: canLeaveOutOwnAudio() ? 'include' : 'exclude',
    };
    return options;
  }

  async #shape(): Promise<void> {
    const shared = this.#shared;
    if (!shared) return;
    const { content } = this.#settings;
    // What an encoder short of bandwidth gives up first (https://www.w3.org/TR/mst-content-hint/).
    shared.contentHint = content;
    try {
      await shared.applyConstraints({ frameRate: FRAME_RATES[content], ...this.#constraints });
    } catch {
      // It ended, or this browser changes no running capture: the hint does what it can.
    }
  }
}

function canLeaveOutOwnAudio(): boolean {
  return 'restrictOwnAudio' in mediaDevices().getSupportedConstraints();
}
