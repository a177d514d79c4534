import { afterEach, expect, test, vi } from 'vitest';
import { captureError, captureOwn, openDevice, openScreen } from './capture.ts';
import { fakeTrack } from './testing/fakes.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ['microphone', 'NotAllowedError', 'Permission denied', 'permissionDenied'],
  ['camera', 'NotAllowedError', 'Permission denied by system', 'permissionDenied'],
  ['screen', 'NotAllowedError', 'Permission denied by user', 'cancelled'],
  ['screen', 'NotAllowedError', 'The request is not allowed by the user agent', 'cancelled'],
  ['screen', 'NotAllowedError', 'Permission denied by system', 'permissionDenied'],
  ['camera', 'SecurityError', '', 'permissionDenied'],
  ['camera', 'NotFoundError', 'Requested device not found', 'deviceNotFound'],
  ['camera', 'OverconstrainedError', '', 'deviceNotFound'],
  ['camera', 'NotReadableError', 'Could not start video source', 'deviceBusy'],
  ['microphone', 'AbortError', 'Starting audioinput failed', 'deviceBusy'],
  ['screen', 'NotSupportedError', '', 'unsupported'],
] as const)('%s: %s "%s" is %s', (source, name, message, code) => {
  const cause = new DOMException(message, name);
  expect(captureError(source, cause)).toMatchObject({ code, cause });
});

test('without devices the reason is the missing HTTPS, or the browser', async () => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('isSecureContext', false);
  await expect(openDevice('camera', {})).rejects.toMatchObject({ code: 'insecureContext' });
  vi.stubGlobal('isSecureContext', true);
  await expect(openDevice('camera', {})).rejects.toMatchObject({ code: 'unsupported' });
});

test('a phone that cannot share its screen says so', async () => {
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: vi.fn() } });
  await expect(openScreen({})).rejects.toMatchObject({ code: 'unsupported' });
});

test('a given track is taken as it is, unless it has ended', () => {
  const track = fakeTrack();
  const captured = captureOwn(track);
  expect(captured).toMatchObject({ track, sound: null, origin: track });
  captured.stop();
  expect(track.readyState).toBe('ended');
  expect(() => captureOwn(track)).toThrow(expect.objectContaining({ code: 'deviceNotFound' }));
});
