import { afterEach, expect, test, vi } from 'vitest';
import { Screen } from './Screen.ts';
import { FakeTrack, settle } from './testing/fakes.ts';

class FakeScreenTrack extends FakeTrack {
  contentHint = '';
  readonly applied: MediaTrackConstraints[] = [];

  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.applied.push(constraints);
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser that shares a screen; gives what it was asked for, and the track that it gives. */
function browser(supported: Record<string, boolean> = { restrictOwnAudio: true }) {
  const track = new FakeScreenTrack('video');
  const getDisplayMedia = vi.fn<(options: Record<string, unknown>) => Promise<object>>();
  getDisplayMedia.mockResolvedValue({ getVideoTracks: () => [track], getAudioTracks: () => [] });
  vi.stubGlobal('navigator', {
    mediaDevices: { getDisplayMedia, getSupportedConstraints: () => supported },
  });
  return { track, getDisplayMedia };
}

test('text is sharp and slow, motion smooth, and both change while sharing without asking', async () => {
  const { track, getDisplayMedia } = browser();
  const screen = new Screen({ soundChanged: () => {}, settingsChanged: () => {} });
  await screen.capture({});
  expect(track.contentHint).toBe('text');
  expect(track.applied.at(-1)).toMatchObject({ frameRate: { max: 15 } });
  screen.setSettings({ content: 'motion' });
  await settle();
  expect(track.contentHint).toBe('motion');
  expect(track.applied.at(-1)).toMatchObject({ frameRate: { max: 30 } });
  expect(getDisplayMedia).toHaveBeenCalledTimes(1);
});

test('sound is asked for if it is wanted, and its switch is heard of', async () => {
  const { getDisplayMedia } = browser();
  const soundChanged = vi.fn<(wanted: boolean) => void>();
  const screen = new Screen({ soundChanged, settingsChanged: () => {} });
  await screen.capture({});
  expect(getDisplayMedia.mock.calls[0]?.[0]).toMatchObject({
    audio: { restrictOwnAudio: true },
    systemAudio: 'include',
  });
  screen.setSettings({ sound: false });
  screen.setSettings({ sound: false });
  expect(soundChanged.mock.calls).toEqual([[false]]);
  await screen.capture({});
  expect(getDisplayMedia.mock.calls[1]?.[0]).toMatchObject({ audio: false });
});

test('where the voices of the others cannot be left out, the sound of the system is not offered', async () => {
  const { getDisplayMedia } = browser({});
  await new Screen({ soundChanged: () => {}, settingsChanged: () => {} }).capture({});
  expect(getDisplayMedia.mock.calls[0]?.[0]).toMatchObject({ systemAudio: 'exclude' });
});
