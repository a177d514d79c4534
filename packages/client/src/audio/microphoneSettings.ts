/** How a microphone is captured and when it is heard. */
export interface MicrophoneSettings {
  /** `MediaDeviceInfo.deviceId`; null for the browser's default. */
  deviceId: string | null;
  /** When others hear it: always, while a key is held, or while it is louder than `thresholdDb`. */
  mode: 'open' | 'pushToTalk' | 'threshold';
  /** In dBFS, -100 to 0. */
  thresholdDb: number;
  /** For how long it stays open after the key or the voice. */
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

/** The settings with changes, within their bounds: what a page has stored may be anything. */
export function changeMicrophone(
  settings: Readonly<MicrophoneSettings>,
  changes: Partial<MicrophoneSettings>,
): MicrophoneSettings {
  const next = { ...settings, ...withoutUndefined(changes) };
  return {
    ...next,
    thresholdDb: bounded(next.thresholdDb, -100, 0, settings.thresholdDb),
    releaseMs: bounded(next.releaseMs, 0, 5_000, settings.releaseMs),
    gain: bounded(next.gain, 0, 2, settings.gain),
  };
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

export function bounded(value: number, min: number, max: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : otherwise;
}

function withoutUndefined<T extends object>(fields: T): T {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
