/** Getting tracks from the browser (https://www.w3.org/TR/mediacapture-streams/, …/screen-capture/). */
import type { Source } from '@ottogi/protocol';
import { ClientError, toClientError, type ClientErrorCode } from './errors.ts';

export interface CaptureOptions {
  /** Which microphone or camera (`MediaDeviceInfo.deviceId`); the browser's choice if left out. */
  deviceId?: string;
  /** A track of one's own. The client owns it from here on, and stops it when it is unpublished. */
  track?: MediaStreamTrack;
  /** Over the defaults: 1280x720 at 30 frames a second for a camera (W3C MediaTrackConstraints). */
  constraints?: MediaTrackConstraints;
}

export interface Captured {
  track: MediaStreamTrack;
  /** What the shared screen sounds like, where the person chose to share that too. */
  sound: MediaStreamTrack | null;
}

const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};

const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: { ideal: true },
  noiseSuppression: { ideal: true },
  autoGainControl: { ideal: true },
};

/** Past this a shared film gains nothing, and slides lose sharpness. */
const SCREEN: MediaTrackConstraints = { frameRate: { max: 30 } };

/**
 * Music is not speech: nothing is to be cancelled from it. What the page itself plays, the voices of
 * the others, is kept out where the browser can (`restrictOwnAudio`), or everybody hears themselves.
 */
const SCREEN_AUDIO = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  restrictOwnAudio: true,
};

/**
 * Asks the browser, and through it the person, for a track.
 * @throws ClientError
 */
export async function capture(source: Source, options: CaptureOptions): Promise<Captured> {
  const { track } = options;
  if (track) return { track: running(track), sound: null };
  const devices = mediaDevices();
  try {
    switch (source) {
      case 'microphone':
      case 'camera':
        return await captureDevice(devices, source, options);
      case 'screen':
        return await captureScreen(devices, options);
      case 'screenAudio':
        throw new ClientError('unsupported', 'the sound of a screen comes with the screen');
    }
  } catch (error) {
    throw captureError(source, error);
  }
}

export function stopCaptured({ track, sound }: Captured): void {
  track.stop();
  sound?.stop();
}

/** What a failure of getUserMedia or getDisplayMedia means. */
export function captureError(source: Source, thrown: unknown): ClientError {
  return toClientError(thrown, thrown instanceof Error ? codeOf(source, thrown) : 'deviceBusy');
}

function codeOf(source: Source, { name, message }: Error): ClientErrorCode {
  switch (name) {
    case 'NotAllowedError':
      // Closing the picker and refusing it look alike; only the system's refusal says so (Chrome).
      return source === 'screen' && !/by system/i.test(message) ? 'cancelled' : 'permissionDenied';
    case 'SecurityError':
      return 'permissionDenied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'deviceNotFound';
    case 'NotSupportedError':
    case 'TypeError':
      return 'unsupported';
    default:
      // NotReadableError, AbortError: the device is there and does not start.
      return 'deviceBusy';
  }
}

async function captureDevice(
  devices: MediaDevices,
  source: 'microphone' | 'camera',
  { deviceId, constraints }: CaptureOptions,
): Promise<Captured> {
  const wanted: MediaTrackConstraints = {
    ...(source === 'camera' ? CAMERA : MICROPHONE),
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    ...constraints,
  };
  const stream = await devices.getUserMedia(
    source === 'camera' ? { video: wanted } : { audio: wanted },
  );
  return { track: onlyTrack(stream.getTracks()), sound: null };
}

async function captureScreen(
  devices: MediaDevices,
  { constraints }: CaptureOptions,
): Promise<Captured> {
  if (!('getDisplayMedia' in devices)) {
    throw new ClientError('unsupported', 'this browser cannot share a screen');
  }
  const options = {
    video: { ...SCREEN, ...constraints },
    audio: SCREEN_AUDIO,
    // Sharing the tab that shows the call gives a hall of mirrors (Chrome).
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
  };
  const stream = await devices.getDisplayMedia(options);
  const track = onlyTrack(stream.getVideoTracks());
  // Sharp letters before smooth motion (https://www.w3.org/TR/mst-content-hint/).
  track.contentHint = 'detail';
  return { track, sound: stream.getAudioTracks()[0] ?? null };
}

function mediaDevices(): MediaDevices {
  // Missing without a secure context, whatever the DOM types say.
  const devices = (globalThis.navigator as Partial<Navigator> | undefined)?.mediaDevices;
  if (devices) return devices;
  // Undefined outside of a browser.
  const secure = (globalThis as { isSecureContext?: boolean }).isSecureContext ?? true;
  throw secure
    ? new ClientError('unsupported', 'there is no navigator.mediaDevices')
    : new ClientError('insecureContext', 'devices need HTTPS, or localhost');
}

function onlyTrack([track]: MediaStreamTrack[]): MediaStreamTrack {
  if (!track) throw new ClientError('deviceNotFound', 'the browser gave no track');
  return track;
}

function running(track: MediaStreamTrack): MediaStreamTrack {
  if (track.readyState === 'live') return track;
  throw new ClientError('deviceNotFound', 'the given track has ended');
}
