/** Getting tracks from the browser (https://www.w3.org/TR/mediacapture-streams/, …/screen-capture/). */
import type { Source } from '@ottogi/protocol';
import { ClientError, toClientError, type ClientErrorCode } from './errors.ts';

export interface CaptureOptions {
  /** A track of one's own. The client owns it from here on, and stops it when it is unpublished. */
  track?: MediaStreamTrack;
  /** Over what the settings of the source ask for (W3C MediaTrackConstraints). */
  constraints?: MediaTrackConstraints;
}

export interface Captured {
  track: MediaStreamTrack;
  /** What the shared screen sounds like, where the person chose to share that too. */
  sound: MediaStreamTrack | null;
  /** Whose end is the end of it: the device's own track. Null where somebody else sees to that. */
  origin: MediaStreamTrack | null;
  /** Ends it and all that is behind it, so that the camera's light goes off. */
  stop: () => void;
}

/**
 * Opens a device, asking the person where the browser wants it.
 * @throws ClientError `permissionDenied`, `deviceNotFound`, `deviceBusy`, `insecureContext`,
 *   `unsupported`
 */
export async function openDevice(
  source: 'microphone' | 'camera',
  constraints: MediaTrackConstraints,
): Promise<MediaStreamTrack> {
  const devices = mediaDevices();
  try {
    const stream = await devices.getUserMedia(
      source === 'camera' ? { video: constraints } : { audio: constraints },
    );
    return onlyTrack(stream.getTracks());
  } catch (error) {
    throw captureError(source, error);
  }
}

/**
 * Lets the person choose a screen, a window or a tab, and whether its sound comes along.
 * @throws ClientError `cancelled`, and those of `openDevice`
 */
export async function openScreen(
  options: DisplayMediaStreamOptions,
): Promise<{ track: MediaStreamTrack; sound: MediaStreamTrack | null }> {
  const devices = mediaDevices();
  if (!('getDisplayMedia' in devices)) {
    throw new ClientError('unsupported', 'this browser cannot share a screen');
  }
  try {
    const stream = await devices.getDisplayMedia(options);
    const track = onlyTrack(stream.getVideoTracks());
    return { track, sound: stream.getAudioTracks()[0] ?? null };
  } catch (error) {
    throw captureError('screen', error);
  }
}

/** @throws ClientError `deviceNotFound` if it has ended */
export function captureOwn(track: MediaStreamTrack): Captured {
  if (track.readyState === 'live') return asItIs(track);
  throw new ClientError('deviceNotFound', 'the given track has ended');
}

/**
 * Waits no longer than until the signal; what comes later is undone.
 * @throws the reason of the signal, and what `promise` rejects with
 */
export async function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  undo: (late: T) => void,
): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, aborted]);
  } catch (error) {
    if (signal.aborted) promise.then(undo, () => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** A track with nothing between it and the device. */
export function asItIs(track: MediaStreamTrack, sound: MediaStreamTrack | null = null): Captured {
  return {
    track,
    sound,
    origin: track,
    stop: () => {
      track.stop();
      sound?.stop();
    },
  };
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

/** @throws ClientError `insecureContext`, or `unsupported` */
export function mediaDevices(): MediaDevices {
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
