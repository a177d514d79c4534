import { expect, test } from 'vitest';
import { LocalMedia } from './LocalMedia.ts';
import { FakeSession, fakeTrack } from './testing/fakes.ts';

function localMedia(): LocalMedia {
  return new LocalMedia({
    changed: () => {},
    failed: () => {},
    selfChanged: () => {},
    settingsChanged: () => {},
    deviceSwitched: () => {},
    deviceOpened: () => {},
  });
}

test('a screen that is paused takes its sound with it, and brings it back where it is wanted', async () => {
  const local = localMedia();
  const session = new FakeSession();
  local.attach(session);
  await local.publish('screen', { track: fakeTrack() });
  await local.publish('screenAudio', { track: fakeTrack('audio') });
  session.told.length = 0;
  await local.setPaused('screen', true);
  expect(session.told.splice(0).toSorted()).toEqual(['pause screen', 'pause screenAudio']);
  await local.setPaused('screen', false);
  expect(session.told.splice(0).toSorted()).toEqual(['resume screen', 'resume screenAudio']);
  local.screen.setSettings({ sound: false });
  await local.setPaused('screen', true);
  await local.setPaused('screen', false);
  expect(session.told.filter((told) => told.endsWith('screenAudio'))).toEqual([
    'pause screenAudio',
  ]);
});

test('what was paused stays so in the next session', async () => {
  const local = localMedia();
  await local.publish('screen', { track: fakeTrack() });
  await local.setPaused('screen', true);
  const session = new FakeSession();
  local.attach(session);
  await expect.poll(() => session.told).toEqual(['produce screen paused']);
});
