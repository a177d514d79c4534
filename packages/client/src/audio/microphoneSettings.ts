import { sameFields } from '../sameFields.ts';
import { bounded, deviceOf, fields, flag, oneOf } from '../settings.ts';

/** How a microphone is captured and when it is heard. */
export interface MicrophoneSettings {
  /** `MediaDeviceInfo.deviceId`; null for the browser's default. */
  deviceId: string | null;
  /** When others hear it: always, while a key is held, or while it is louder than `thresholdDb`. */
  mode: 'open' | 'pushToTalk' | 'threshold';
  /** In dBFS, -100 to 0. */
  thresholdDb: number;
  /** For how long it stays open after the key or the voice, 0 to 5000. */
  releaseMs: number;
  /** `rnnoise` runs on this device too, costs more, and takes away more. */
  noiseSuppression: 'off' | 'browser' | 'rnnoise';
  echoCancellation: boolean;
  autoGainControl: boolean;
  /** 0 to 2; 1 leaves it as it is. */
  gain: number;
}

export const DEFAULT_MICROPHONE: Readonly<MicrophoneSettings> = {
  deviceId: null,
  mode: 'open',
  thresholdDb: -50,
  releaseMs: 250,
  noiseSuppression: 'browser',
  echoCancellation: true,
  autoGainControl: true,
  gain: 1,
};

const TREATMENTS = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const;

/**
 * The settings with changes, numbers within their bounds; the same object if there are none. What
 * does not fit stays as it is.
 */
export function changeMicrophone(
  settings: Readonly<MicrophoneSettings>,
  changes: Partial<MicrophoneSettings>,
): Readonly<MicrophoneSettings> {
  const given = fields(changes);
  const next: MicrophoneSettings = {
    deviceId: deviceOf(given.deviceId, settings.deviceId),
    mode: oneOf(given.mode, ['open', 'pushToTalk', 'threshold'], settings.mode),
    thresholdDb: bounded(given.thresholdDb, -100, 0, settings.thresholdDb),
    releaseMs: bounded(given.releaseMs, 0, 5_000, settings.releaseMs),
    noiseSuppression: oneOf(
      given.noiseSuppression,
      ['off', 'browser', 'rnnoise'],
      settings.noiseSuppression,
    ),
    echoCancellation: flag(given.echoCancellation, settings.echoCancellation),
    autoGainControl: flag(given.autoGainControl, settings.autoGainControl),
    gain: bounded(given.gain, 0, 2, settings.gain),
  };
  return sameFields(settings, next) ? settings : next;
}

/** What an earlier visit has stored; what does not fit becomes the default. */
export function parseMicrophoneSettings(stored: unknown): Readonly<MicrophoneSettings> {
  return changeMicrophone(DEFAULT_MICROPHONE, fields(stored));
}

/** What the browser itself is asked to do (W3C MediaTrackConstraints). */
export function microphoneConstraints(
  settings: Readonly<MicrophoneSettings>,
  deviceId: string | null,
): MediaTrackConstraints {
  return {
    echoCancellation: { ideal: settings.echoCancellation },
    // Two suppressors in a row would take voices apart.
    noiseSuppression: { ideal: settings.noiseSuppression === 'browser' },
    autoGainControl: { ideal: settings.autoGainControl },
    ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
  };
}

/** Whether the browser does what it was asked to; what it does not tell is taken for done. */
export function isTreatedAs(track: MediaStreamTrack, wanted: MediaTrackConstraints): boolean {
  const settings = track.getSettings();
  return TREATMENTS.every((treatment) => {
    const { ideal } = (wanted[treatment] ?? {}) as ConstrainBooleanParameters;
    return ideal === undefined || (settings[treatment] ?? ideal) === ideal;
  });
}
