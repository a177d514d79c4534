/** What a person has chosen about devices, sound and the look of calls. Kept between visits. */
import {
  type CameraSettings,
  DEFAULT_CAMERA,
  DEFAULT_MICROPHONE,
  DEFAULT_SCREEN,
  type MicrophoneSettings,
  parseCameraSettings,
  parseMicrophoneSettings,
  parseScreenSettings,
  type ScreenSettings,
} from '@ottogi/client';
import type { Layout } from './stage.ts';

export interface CallPreferences {
  readonly microphone: Readonly<MicrophoneSettings>;
  readonly camera: Readonly<CameraSettings>;
  readonly screen: Readonly<ScreenSettings>;
  /** `MediaDeviceInfo.deviceId` of what plays; null for the browser's default. */
  readonly speaker: string | null;
  /** 0 to 2; 1 plays everybody as they are. */
  readonly masterVolume: number;
  /** How loud each person is to be, as the SDK exports it; opaque here. */
  readonly volumes: unknown;
  /** `KeyboardEvent.code`; null for the space bar. */
  readonly pushToTalkKey: string | null;
  /** Whether one sees oneself as in a mirror. The others never do. */
  readonly mirror: boolean;
  readonly layout: Layout;
  /** What was open at the last door: the next one opens it again. */
  readonly joinWith: Readonly<Record<'microphone' | 'camera', boolean>>;
  /** Whether devices were looked at before a first call: afterwards the door is one click. */
  readonly checked: boolean;
}

export const DEFAULT_CALL_PREFERENCES: CallPreferences = {
  microphone: DEFAULT_MICROPHONE,
  camera: DEFAULT_CAMERA,
  screen: DEFAULT_SCREEN,
  speaker: null,
  masterVolume: 1,
  volumes: null,
  pushToTalkKey: null,
  mirror: true,
  layout: 'grid',
  joinWith: { microphone: false, camera: false },
  checked: false,
};

/** What is stored may be of another version of the page: what does not fit becomes the default. */
export function readCallPreferences(value: unknown): CallPreferences {
  const stored = fields(value);
  const standard = DEFAULT_CALL_PREFERENCES;
  const joinWith = fields(stored.joinWith);
  return {
    microphone: parseMicrophoneSettings(stored.microphone),
    camera: parseCameraSettings(stored.camera),
    screen: parseScreenSettings(stored.screen),
    speaker: text(stored.speaker),
    masterVolume: within(0, 2, stored.masterVolume, standard.masterVolume),
    volumes: stored.volumes ?? null,
    pushToTalkKey: text(stored.pushToTalkKey),
    mirror: flag(stored.mirror, standard.mirror),
    layout: oneOf(['grid', 'spotlight'], stored.layout, standard.layout),
    joinWith: {
      microphone: flag(joinWith.microphone, standard.joinWith.microphone),
      camera: flag(joinWith.camera, standard.joinWith.camera),
    },
    checked: flag(stored.checked, standard.checked),
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function flag(value: unknown, standard: boolean): boolean {
  return typeof value === 'boolean' ? value : standard;
}

function oneOf<T extends string>(choices: readonly T[], value: unknown, standard: T): T {
  return choices.find((choice) => choice === value) ?? standard;
}

function within(least: number, most: number, value: unknown, standard: number): number {
  const fits = typeof value === 'number' && value >= least && value <= most;
  return fits ? value : standard;
}
