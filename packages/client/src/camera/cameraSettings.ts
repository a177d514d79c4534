import { sameFields } from '../sameFields.ts';
import { deviceOf, fields, oneOf } from '../settings.ts';

export interface CameraSettings {
  /** `MediaDeviceInfo.deviceId`; null for the browser's default. */
  deviceId: string | null;
  quality: '360p' | '720p' | '1080p';
  /** Of what is behind the person. Needs a `backgroundProcessor`. */
  blur: 'off' | 'light' | 'strong';
}

export const DEFAULT_CAMERA: Readonly<CameraSettings> = {
  deviceId: null,
  quality: '720p',
  blur: 'off',
};

/** The settings with changes; the same object if there are none. What does not fit stays as it is. */
export function changeCamera(
  settings: Readonly<CameraSettings>,
  changes: Partial<CameraSettings>,
): Readonly<CameraSettings> {
  const { deviceId, quality, blur } = fields(changes);
  const next: CameraSettings = {
    deviceId: deviceOf(deviceId, settings.deviceId),
    quality: oneOf(quality, ['360p', '720p', '1080p'], settings.quality),
    blur: oneOf(blur, ['off', 'light', 'strong'], settings.blur),
  };
  return sameFields(settings, next) ? settings : next;
}

/** What an earlier visit has stored; what does not fit becomes the default. */
export function parseCameraSettings(stored: unknown): Readonly<CameraSettings> {
  return changeCamera(DEFAULT_CAMERA, fields(stored));
}
